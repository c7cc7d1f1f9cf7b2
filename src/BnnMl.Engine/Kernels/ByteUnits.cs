namespace BnnMl;

/// <summary>Some units of a layer as <see cref="ByteSlice"/> reads them.</summary>
readonly unsafe struct ByteUnits
{
    /// <summary>Where in the tables a unit's sums are: [units, <see cref="Groups"/>].</summary>
    internal ushort* Entries { get; init; }

    /// <summary>Groups that the tables hold.</summary>
    internal int Groups { get; init; }

    /// <summary>One per unit, within 16 bits.</summary>
    internal short* Thresholds { get; init; }

    /// <summary>Units.</summary>
    internal int Count { get; init; }
}
