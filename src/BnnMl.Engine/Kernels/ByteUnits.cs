namespace BnnMl;

/// <summary>Some units of a layer as <see cref="ByteSlice"/> reads them.</summary>
readonly unsafe struct ByteUnits
{
    /// <summary>Where in the tables a unit's sums are, one number per group; units lie <see cref="Pitch"/> apart.</summary>
    internal ushort* Entries { get; init; }

    /// <summary>Entries from one unit to the next.</summary>
    internal nint Pitch { get; init; }

    /// <summary>Groups that the tables hold.</summary>
    internal int Groups { get; init; }

    /// <summary>One per unit, within 16 bits; read by whole sums only.</summary>
    internal short* Thresholds { get; init; }

    /// <summary>Units.</summary>
    internal int Count { get; init; }
}
