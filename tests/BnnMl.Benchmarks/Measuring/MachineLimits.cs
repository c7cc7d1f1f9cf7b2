namespace BnnMl.Benchmarks;

/// <summary>What one core can do at most, at the clock measured under vector load, with the kernels in use.</summary>
/// <param name="Set">The kernels in use.</param>
/// <param name="Clock">GHz; null where it can't be measured, then there are no limits either.</param>
sealed record MachineLimits(InstructionSet Set, double? Clock)
{
    internal static MachineLimits Measured { get; } = new(KernelSelector.Selected, ProcessorClock.Measure(KernelSelector.Selected));

    /// <summary>
    /// Multiply-accumulates per cycle of the bit-sliced method, which adds the plane of every +1 weight, half of them, into vertical counters. AVX-512: 512 samples per plane,
    /// 5 µops (index, load, two vpternlog, move) at 4 a cycle: 2 · 512 · 4 / 5. AVX2: 256 samples, 7 µops (index, load, five of a full adder); plain C#: 64, as many; 128 between.
    /// </summary>
    internal double BitSlicedPerCycle => Set switch { InstructionSet.Avx512 => 2 * 512 * 4 / 5.0, InstructionSet.Avx2 => 2 * 256 * 4 / 7.0, InstructionSet.Vector128 => 2 * 128 * 4 / 7.0, _ => 2 * 64 * 4 / 7.0 };

    /// <summary>Two fused multiply-adds a cycle on all lanes of float32.</summary>
    double FloatPerCycle => Set switch { InstructionSet.Avx512 => 32, InstructionSet.Avx2 => 16, _ => 2 };

    /// <summary>GMAC/s of one core.</summary>
    internal double? BitSliced => Clock * BitSlicedPerCycle;

    /// <summary>GMAC/s of one core.</summary>
    internal double? Float => Clock * FloatPerCycle;

    public override string ToString() => Clock is null
        ? "not measured here"
        : $"{Clock:F2} GHz under {(Set == InstructionSet.Avx512 ? 512 : 256)}-bit load (a chain of instructions of one cycle, best of many); per core bit-sliced {BitSliced:F0} GMAC/s ({BitSlicedPerCycle:F0} a cycle), float32 {Float:F0} GMAC/s";
}
