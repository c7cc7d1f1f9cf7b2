namespace BnnMl;

static partial class AddressedRandom
{
    /// <summary>events[i] = <see cref="Events"/>(key, address + i, rate).</summary>
    internal static void Fill(ulong key, ulong address, ulong rate, Span<ulong> events)
    {
        for (var i = 0; i < events.Length; i++)
            events[i] = Events(key, address + (ulong)i, rate);
    }
}
