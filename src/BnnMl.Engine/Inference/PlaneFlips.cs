using System.Numerics;

namespace BnnMl;

/// <summary>Bit errors of a layer's output map on planes: a persistent one changes a whole plane, a transient one a lane. The flips are those of <see cref="BitFlips"/>.</summary>
sealed unsafe class PlaneFlips
{
    readonly PlannedLayer plan;
    readonly PlaneMap map;
    readonly int[] places; // of the map's bits, in words
    readonly ulong[] zeros;
    readonly ulong[] ones;

    internal PlaneFlips(PlannedLayer plan, PlaneMap map)
    {
        (this.plan, this.map) = (plan, map);
        places = map.Offsets(map.Shape.Height, map.Shape.Width);
        (zeros, ones) = (new ulong[BitPack.Words(places.Length)], new ulong[BitPack.Words(places.Length)]);
    }

    /// <summary>Flips the bits of <paramref name="samples"/> samples from number <paramref name="firstSample"/> on.</summary>
    internal void Apply(BitErrorModel errors, Chip chip, long firstSample, int samples)
    {
        if (errors.IsNone || (errors.Targets & FlipTargets.Activations) == 0)
            return;
        if (errors.Lifetime == ErrorLifetime.Persistent)
        {
            BitFlips.ActivationEvents(plan, errors, chip, sample: 0, zeros, ones);
            for (var word = 0; word < map.Words; word++)
                Flip(word, ulong.MaxValue);
            return;
        }

        for (var sample = 0; sample < samples; sample++)
        {
            BitFlips.ActivationEvents(plan, errors, chip, firstSample + sample, zeros, ones);
            Flip(sample >> 6, 1UL << sample);
        }
    }

    /// <summary>Flips lanes of one word of all planes with events: where a 0 flips and where a 1 does.</summary>
    void Flip(int word, ulong lanes)
    {
        var bits = map.At(0, 0) + word;
        for (var i = 0; i < zeros.Length; i++)
            for (var events = zeros[i] | ones[i]; events != 0; events &= events - 1)
            {
                var bit = BitOperations.TrailingZeroCount(events);
                var plane = bits + places[(i * 64) + bit];
                var (fromZero, fromOne) = (0 - ((zeros[i] >> bit) & 1), 0 - ((ones[i] >> bit) & 1));
                *plane ^= lanes & ((*plane & fromOne) | (~*plane & fromZero));
            }
    }
}
