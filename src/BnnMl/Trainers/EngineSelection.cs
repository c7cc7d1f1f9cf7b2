using BnnMl.TorchSharp;

namespace BnnMl;

/// <summary>The one place that chooses what trains.</summary>
static class EngineSelection
{
    internal static ITrainingEngine Of(TrainingEngine engine, string device) => engine switch
    {
        TrainingEngine.Auto => TorchSharpTrainingEngine.OrNative(),
        TrainingEngine.Native => new NativeTrainingEngine(),
        TrainingEngine.TorchSharp => new TorchSharpTrainingEngine(new() { Device = device }),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };
}
