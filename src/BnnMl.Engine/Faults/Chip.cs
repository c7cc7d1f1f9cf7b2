namespace BnnMl;

/// <summary>One piece of memory with its own bit errors. The same number and seed are the same errors for every model, engine and machine.</summary>
/// <param name="Number">Which chip, at least 0. The protocol for comparable numbers uses 100…149.</param>
/// <param name="Seed">Which family of chips, at least 0.</param>
public readonly record struct Chip(int Number, int Seed = 0)
{
    /// <summary>Which chip, at least 0.</summary>
    public int Number { get; init => field = NonNegative(value, nameof(Number)); } = NonNegative(Number, nameof(Number));

    /// <summary>Which family of chips, at least 0.</summary>
    public int Seed { get; init => field = NonNegative(value, nameof(Seed)); } = NonNegative(Seed, nameof(Seed));

    /// <summary>Seed and number in one non-negative 64-bit number: what the exported graph's input "seed" takes.</summary>
    public long Address => ((long)Seed << 32) | (uint)Number;

    static int NonNegative(int value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, $"{name} of a chip is {value}, but must be at least 0.");
}
