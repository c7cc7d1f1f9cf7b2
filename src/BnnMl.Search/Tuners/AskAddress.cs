namespace BnnMl.Search;

/// <summary>Where a tuner's randomness comes from: the same address and the same told trials give the same genome, on any machine, after any restart.</summary>
/// <param name="Seed">The study's seed.</param>
/// <param name="Trial">The trial asked for, from 0.</param>
/// <param name="Attempt">0, and one more each time the answer was a candidate that the study already has.</param>
public readonly record struct AskAddress(long Seed, int Trial, int Attempt)
{
    /// <summary>Random number <paramref name="index"/> of this address, uniform in [0, 1).</summary>
    public double Uniform(int index) => AddressedRandom.Uniform(Key, (ulong)index);

    ulong Key => AddressedRandom.Mix(AddressedRandom.Key(Seed, (ulong)Trial) + ((ulong)Attempt * AddressedRandom.Golden));
}
