using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>An option that remembers its default as a user would type it: the library shows a default as its value's ToString, which no command line reads.</summary>
sealed class OptionWithDefault<T>(string name, string initial) : Option<T>(name), IDescribesDefault
{
    /// <inheritdoc/>
    public void DescribeDefault() => (Description, DefaultValueFactory) = ($"{Description} [default: {initial}]", null);
}
