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

    /// <summary>The numbers of a unit's inputs, those with weight +1 first: [units, <see cref="FanIn"/>].</summary>
    internal ushort* Inputs { get; init; }

    /// <summary>How many of them have weight +1: [units].</summary>
    internal ushort* Positive { get; init; }

    /// <summary>Inputs of a unit.</summary>
    internal int FanIn { get; init; }

    /// <summary>Units.</summary>
    internal int Count { get; init; }
}
