using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Benchmarks;

/// <summary>How ONNX Runtime is run. Which is quickest depends on machine and network, so the peer is whichever is.</summary>
/// <param name="Threads">Within an operator.</param>
/// <param name="Spinning">Whether idle threads wait by spinning during a run; between runs they never do, for they would take the other side's cores.</param>
/// <param name="SamplesPerRun">A large batch may run quicker in parts that the caches hold.</param>
sealed record RuntimeSettings(int Threads, bool Spinning, int SamplesPerRun)
{
    const int Part = 64;

    /// <summary>The settings to choose from.</summary>
    internal static IEnumerable<RuntimeSettings> Candidates(int threads, int samples) =>
        from spinning in threads > 1 ? new[] { false, true } : [false]
        from count in samples > Part ? new[] { samples, Part } : [samples]
        select new RuntimeSettings(threads, spinning, count);

    internal SessionOptions Options()
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = Threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", Spinning ? "1" : "0");
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    public override string ToString() => $"{(Spinning ? "spinning" : "not spinning")}, {SamplesPerRun} a run";
}
