namespace BnnMl.Cli.Options;

/// <summary>Has a default that --help is to show.</summary>
interface IDescribesDefault
{
    /// <summary>Puts the default into the description, as it is typed, in place of the value; for --help, which reads no values.</summary>
    void DescribeDefault();
}
