namespace BnnMl;

/// <summary>The order of the training samples: an endless stream of permutations, one per epoch, each a function of seed and epoch alone.</summary>
sealed class SampleOrder
{
    readonly ulong key;
    readonly int[] permutation;
    long epoch = -1;

    internal SampleOrder(long seed, ulong purpose, int count) => (key, permutation) = (AddressedRandom.Key(seed, purpose), new int[count]);

    /// <summary>The sample at a place of the stream.</summary>
    internal int this[long place]
    {
        get
        {
            if (place / permutation.Length != epoch)
                Shuffle(place / permutation.Length);
            return permutation[place % permutation.Length];
        }
    }

    /// <summary>Fisher–Yates; the multiplication maps 64 random bits to 0…i with a bias below 2^-32.</summary>
    void Shuffle(long wanted)
    {
        epoch = wanted;
        for (var i = 0; i < permutation.Length; i++)
            permutation[i] = i;
        for (var i = permutation.Length - 1; i > 0; i--)
        {
            var j = (int)Math.BigMul(AddressedRandom.Word(key, ((ulong)epoch * (ulong)permutation.Length) + (ulong)i), (ulong)i + 1, out _);
            (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        }
    }
}
