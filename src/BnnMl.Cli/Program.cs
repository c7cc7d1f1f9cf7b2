namespace BnnMl.Cli;

/// <summary>The entry of `bnnml`.</summary>
static class Program
{
    static int Main(string[] args)
    {
        using var signals = new Signals();
        return Tool.Run(args, Console.Out, Console.Error, signals.Token);
    }
}
