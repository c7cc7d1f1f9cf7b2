namespace BnnMl;

/// <summary>
/// Randomness that is addressed, not consumed: word n of stream k is a function of (k, n) alone, whatever the order, thread or machine.
/// The mixing function is SplitMix64's (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195), here of a counter.
/// </summary>
static partial class AddressedRandom
{
    /// <summary>2^64 divided by the golden ratio, odd.</summary>
    internal const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>A rate of 1: see <see cref="Rate"/>.</summary>
    internal const ulong One = 1UL << 32;

    /// <summary>SplitMix64's finalizer: a bijection of 64-bit words.</summary>
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>64 random bits of stream <paramref name="key"/> at <paramref name="counter"/>.</summary>
    internal static ulong Word(ulong key, ulong counter) => Mix(key + ((counter + 1) * Golden));

    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    internal static double Uniform(ulong key, ulong counter) => (Word(key, counter) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A stream of its own for a purpose within a seed; purposes are small constants, unique within their caller.</summary>
    internal static ulong Key(long seed, ulong purpose) => Mix(Mix((ulong)seed + Golden) ^ ((purpose + 1) * 0xD1342543DE82EF95));

    /// <summary>
    /// A probability as a 32-bit threshold, round-half-even(p · 2^32) of p as float32, in [0, 2^32]: an event happens iff its 32-bit uniform u is below it.
    /// float32, because that is what the exported graph's inputs are.
    /// </summary>
    internal static ulong Rate(double probability) => (ulong)Math.Round((float)probability * 4294967296.0, MidpointRounding.ToEven);

    /// <summary>
    /// 64 events of probability <paramref name="rate"/> / 2^32: bit i is set iff u_i &lt; rate. The bits of u_i, highest first, are bit i of the 32 words at
    /// counters 32·address … 32·address + 31; comparing them with the bits of the rate from the top decides half of the events per word, so about 8 of the 32 are read.
    /// Events are nested: a higher rate keeps those of a lower one.
    /// </summary>
    internal static ulong Events(ulong key, ulong address, ulong rate)
    {
        if (rate >= One)
            return ulong.MaxValue;
        var (undecided, events) = (ulong.MaxValue, 0UL);
        for (var counter = address * 32; undecided != 0 && (rate & (One - 1)) != 0; counter++, rate <<= 1)
        {
            var u = Word(key, counter);
            var rateBit = (rate >> 31) & 1;
            events |= rateBit != 0 ? undecided & ~u : 0; // u's bit 0 under the rate's 1: below
            undecided &= rateBit != 0 ? u : ~u;          // equal so far
        }

        return events;
    }
}
