using BenchmarkDotNet.Attributes;

namespace BnnMl.Benchmarks;

/// <summary>The dense layer of VGG3, 3136 → 2048: popcount products for 16 samples, and bit-sliced for as many as a vector has bits.</summary>
public class DenseKernelMeasurements
{
    const int Samples = 16;
    const int FanIn = 3136;
    const int Units = 2048;
    const int Words = FanIn / 64;

    readonly AlignedBuffer<ulong> lanes = new(Units * Words);
    readonly ulong[] inputs = new ulong[Samples * Words];
    readonly int[] counts = new int[Samples * Units];
    SlicedLayer sliced = null!;

    /// <summary>Every form that runs here.</summary>
    public static IEnumerable<string> Kernels => KernelSelector.Available;

    /// <summary>Of <see cref="Kernels"/>.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(lanes.Span));
        random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()));
        sliced = new(NetworkSpec.Vgg3, index: 2, KernelSelector.Resolve(Kernel).Set);
    }

    [Benchmark]
    public void Sliced() => sliced.Run();

    [Benchmark]
    public void Count() => BitDot.Count(KernelSelector.Resolve(Kernel).Set, lanes.Span, inputs, Words, counts);
}
