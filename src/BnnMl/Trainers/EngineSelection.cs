using BnnMl.TorchSharp;

namespace BnnMl;

/// <summary>The one place that chooses what trains.</summary>
static class EngineSelection
{
    internal static ITrainingEngine Of(TrainingEngine engine, string device, bool mixedPrecision = false) => engine switch
    {
        TrainingEngine.Auto => TorchSharpTrainingEngine.OrNative(new() { MixedPrecision = mixedPrecision }),
        TrainingEngine.Native => new NativeTrainingEngine(),
        TrainingEngine.TorchSharp => new TorchSharpTrainingEngine(new() { Device = device, MixedPrecision = mixedPrecision }),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };
}
