using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Few units add their inputs as they are: tables of sums cost more to make than they spare.</summary>
static unsafe partial class ByteSlice
{
    /// <summary>So many units add their inputs one by one in less time than tables are made in, at fan-ins from 9 to 30 (measured: eng/measurements.md).</summary>
    internal const int FewUnits = 8;

    /// <summary>The same of pooling windows.</summary>
    internal const int FewWindowUnits = 12;

    /// <summary>What <see cref="Reach(InstructionSet, short*, in ByteUnits, ulong*, nint)"/> does, without tables.</summary>
    /// <param name="set">An available instruction set.</param>
    /// <param name="source">64 numbers per input, at source + offsets[i].</param>
    /// <param name="offsets">One per input.</param>
    /// <param name="units">What is evaluated.</param>
    /// <param name="reached">One word per unit.</param>
    /// <param name="pitch">From a unit's word to the next.</param>
    internal static void ReachDirect(InstructionSet set, short* source, int* offsets, in ByteUnits units, ulong* reached, nint pitch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                ReachDirect<ShortLanes512, Vector512<short>>(source, offsets, units, reached, pitch);
                break;
            case InstructionSet.Avx2:
                ReachDirect<ShortLanes256, Vector256<short>>(source, offsets, units, reached, pitch);
                break;
            case InstructionSet.Vector128:
                ReachDirect<ShortLanes128, Vector128<short>>(source, offsets, units, reached, pitch);
                break;
            case InstructionSet.Scalar:
                ReachDirect<ShortLanes16, short>(source, offsets, units, reached, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    /// <summary>The same of a pooling window, whose other places are <paramref name="right"/> and <paramref name="below"/> numbers further.</summary>
    internal static void ReachAnyDirect(InstructionSet set, short* source, nint right, nint below, int* offsets, in ByteUnits units, ulong* reached, nint pitch)
    {
        switch (set)
        {
            case InstructionSet.Avx512:
                ReachAnyDirect<ShortLanes512, Vector512<short>>(source, right, below, offsets, units, reached, pitch);
                break;
            case InstructionSet.Avx2:
                ReachAnyDirect<ShortLanes256, Vector256<short>>(source, right, below, offsets, units, reached, pitch);
                break;
            case InstructionSet.Vector128:
                ReachAnyDirect<ShortLanes128, Vector128<short>>(source, right, below, offsets, units, reached, pitch);
                break;
            case InstructionSet.Scalar:
                ReachAnyDirect<ShortLanes16, short>(source, right, below, offsets, units, reached, pitch);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(set), set, "No such kernel.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ReachDirect<TLanes, TVector>(short* source, int* offsets, in ByteUnits units, ulong* reached, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var (count, fanIn) = (units.Count, units.FanIn);
        ushort* inputs = units.Inputs, positive = units.Positive;
        short* thresholds = units.Thresholds;
        for (var unit = 0; unit < count; unit++, inputs += fanIn, reached += pitch)
        {
            var threshold = TLanes.Fill(thresholds[unit]);
            var word = 0UL;
            for (var sample = 0; sample < Samples; sample += 2 * TLanes.Count)
            {
                TVector even = TLanes.Fill(0), odd = even;
                var input = 0;
                for (; input < positive[unit]; input++)
                {
                    var at = source + sample + offsets[inputs[input]];
                    (even, odd) = (TLanes.Add(even, TLanes.Load(at)), TLanes.Add(odd, TLanes.Load(at + TLanes.Count)));
                }

                for (; input < fanIn; input++)
                {
                    var at = source + sample + offsets[inputs[input]];
                    (even, odd) = (TLanes.Subtract(even, TLanes.Load(at)), TLanes.Subtract(odd, TLanes.Load(at + TLanes.Count)));
                }

                word |= (TLanes.AtLeast(even, threshold) << sample) | (TLanes.AtLeast(odd, threshold) << (sample + TLanes.Count));
            }

            *reached = word;
        }
    }

    /// <summary>The sums of the four places grow side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ReachAnyDirect<TLanes, TVector>(short* source, nint right, nint below, int* offsets, in ByteUnits units, ulong* reached, nint pitch)
        where TLanes : struct, IShortLanes<TVector>
        where TVector : unmanaged
    {
        var (count, fanIn) = (units.Count, units.FanIn);
        ushort* inputs = units.Inputs, positive = units.Positive;
        short* thresholds = units.Thresholds;
        for (var unit = 0; unit < count; unit++, inputs += fanIn, reached += pitch)
        {
            var threshold = TLanes.Fill(thresholds[unit]);
            var word = 0UL;
            for (var sample = 0; sample < Samples; sample += TLanes.Count)
            {
                TVector a = TLanes.Fill(0), b = a, c = a, d = a;
                var input = 0;
                for (; input < positive[unit]; input++)
                {
                    short* at = source + sample + offsets[inputs[input]], under = at + below;
                    (a, b) = (TLanes.Add(a, TLanes.Load(at)), TLanes.Add(b, TLanes.Load(at + right)));
                    (c, d) = (TLanes.Add(c, TLanes.Load(under)), TLanes.Add(d, TLanes.Load(under + right)));
                }

                for (; input < fanIn; input++)
                {
                    short* at = source + sample + offsets[inputs[input]], under = at + below;
                    (a, b) = (TLanes.Subtract(a, TLanes.Load(at)), TLanes.Subtract(b, TLanes.Load(at + right)));
                    (c, d) = (TLanes.Subtract(c, TLanes.Load(under)), TLanes.Subtract(d, TLanes.Load(under + right)));
                }

                word |= TLanes.AtLeast(TLanes.Max(TLanes.Max(a, b), TLanes.Max(c, d)), threshold) << sample;
            }

            *reached = word;
        }
    }
}
