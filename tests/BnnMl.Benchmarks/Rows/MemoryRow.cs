using System.Globalization;
using BnnMl.TorchSharp;

namespace BnnMl.Benchmarks;

/// <summary>Peak memory of a process that trains: a child process per engine, a few steps each. Nothing is subtracted; what the bare processes take is said beside it.</summary>
sealed class MemoryRow : IRow
{
    const int Steps = 6;
    const int Batch = 256;
    static readonly NetworkSpec spec = NetworkSpec.Vgg3;

    public string Key => "vgg3-memory";

    public string Summary => $"peak memory (VmHWM) of a process that trains VGG3, batch {Batch}, ours over libtorch's";

    public double Weight => 1;

    public string? WhyNot => LibTorch.WhyMissing ?? (PeakMemory.IsKnown ? null : "this system has no /proc/self/status");

    public IEnumerable<Line> Measure(double seconds)
    {
        var peaks = Enum.GetValues<MemoryCase>().ToDictionary(which => which, which => double.Parse(ChildProcess.Run("memory", $"{which}"), CultureInfo.InvariantCulture));
        var ratio = peaks[MemoryCase.Native] / peaks[MemoryCase.LibTorch];
        yield return new(Summary, Threading.Most, Spread.Single(ratio), "x", new(1 / 3.0, AtLeast: false), $"{Mebibytes(peaks[MemoryCase.Native])} (no step: {Mebibytes(peaks[MemoryCase.NativeBare])})",
            $"{Mebibytes(peaks[MemoryCase.LibTorch])} (libtorch loaded, no step: {Mebibytes(peaks[MemoryCase.LibTorchBare])})");
    }

    /// <summary>What a child does: prints its own peak.</summary>
    internal static void RunChild(MemoryCase which)
    {
        var libTorch = which is MemoryCase.LibTorch or MemoryCase.LibTorchBare;
        if (libTorch)
            TrainingSides.SetTorchThreads(Threading.Most); // loads it
        using var sides = new TrainingSides(spec, BnnMl.Tests.RandomNetwork.Inputs(spec.Input, spec.Classes, 4 * Batch, seed: 2), Batch);
        if (which is MemoryCase.Native or MemoryCase.LibTorch)
        {
            var side = libTorch ? sides.Torch() : sides.Native(Threading.Most);
            for (var step = 0; step < Steps; step++)
                side.Run();
        }

        Console.WriteLine(PeakMemory.Bytes.ToString(CultureInfo.InvariantCulture));
    }

    static string Mebibytes(double bytes) => $"{bytes / (1 << 20):F0} MiB";
}
