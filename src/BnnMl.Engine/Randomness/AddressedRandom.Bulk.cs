namespace BnnMl;

static partial class AddressedRandom
{
    /// <summary>From the first counter of one address to that of the next, as states.</summary>
    const ulong Stride = unchecked(32 * Golden);

    /// <summary>events[i] = <see cref="Events(ulong, ulong, ulong)"/>(key, address + i, rate), several words at a time in the vector forms.</summary>
    internal static void Fill(ulong key, ulong address, ulong rate, Span<ulong> events)
    {
        switch (KernelSelector.SelectedPortable)
        {
            case InstructionSet.Avx512:
                FillAvx512(key, address, rate, events);
                break;
            case InstructionSet.Avx2:
                FillVector256(key, address, rate, events);
                break;
            default:
                FillScalar(key, address, rate, events);
                break;
        }
    }

    /// <summary>The definition.</summary>
    internal static void FillScalar(ulong key, ulong address, ulong rate, Span<ulong> events)
    {
        for (var i = 0; i < events.Length; i++)
            events[i] = Events(key, address + (ulong)i, rate);
    }
}
