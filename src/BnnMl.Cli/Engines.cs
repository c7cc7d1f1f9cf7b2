namespace BnnMl.Cli;

/// <summary>The training engines of this build, the default first.</summary>
static class Engines
{
    internal static ITrainingEngine Default { get; } = new NativeTrainingEngine();

    internal static IReadOnlyList<string> Names => [Default.Name];
}
