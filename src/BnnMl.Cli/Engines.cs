using BnnMl.TorchSharp;

namespace BnnMl.Cli;

/// <summary>The training engines by the names that options and records use.</summary>
static class Engines
{
    /// <summary>Of a search: many small trainings at a time, each on its own thread, which a GPU would only slow down.</summary>
    internal static ITrainingEngine Default { get; } = new NativeTrainingEngine();

    internal static IReadOnlyList<string> Names => LibTorch.IsAvailable ? ["native", "torchsharp"] : ["native"];

    /// <summary>The names, with devices or with why an engine is missing.</summary>
    internal static IEnumerable<string> Described() =>
        ["native", LibTorch.WhyMissing is { } why ? $"torchsharp is missing: {InThisBuild(why)}" : $"torchsharp on {(LibTorch.HasCuda ? "cpu and cuda" : "cpu")}"];

    /// <exception cref="UsageException">The engine is not in this build, or a device was given to one that has no choice.</exception>
    internal static ITrainingEngine Of(string name, string? device)
    {
        if (device is not null && name != "torchsharp")
            throw new UsageException($"--device {device} needs --engine torchsharp: the native engine trains on the processor.");
        if (name == "torchsharp" && LibTorch.WhyMissing is { } why)
            throw new UsageException(InThisBuild(why));
        return name switch
        {
            "native" => Default,
            "torchsharp" => new TorchSharpTrainingEngine(new() { Device = device ?? "auto" }),
            _ => TorchSharpTrainingEngine.OrNative(),
        };
    }

    static string InThisBuild(string why) => $"{why} For this tool: set BNNML_LIBTORCH=1 in the environment of eng/bnnml.sh, which builds it with TorchSharp-cpu's libraries.";
}
