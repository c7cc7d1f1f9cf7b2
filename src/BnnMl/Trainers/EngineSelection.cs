namespace BnnMl;

/// <summary>The one place that chooses what trains.</summary>
static class EngineSelection
{
    /// <exception cref="NotSupportedException">The engine is not there.</exception>
    internal static ITrainingEngine Of(TrainingEngine engine) => engine switch
    {
        TrainingEngine.Auto or TrainingEngine.Native => new NativeTrainingEngine(),
        TrainingEngine.TorchSharp => throw new NotSupportedException("The TorchSharp engine is not part of this build. Use Engine = Native."),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };
}
