namespace BnnMl;

/// <summary>What <see cref="BitSlice"/> reads and writes for a block of units and a segment of their inputs at one place of the map. Who fills it owns all of the memory.</summary>
unsafe struct SliceUnits
{
    /// <summary>Offsets in words of the planes to count within the window, unit after unit.</summary>
    internal ushort* Entries;

    /// <summary>Where each unit's entries begin and those of the last end: [units + 1]. Every unit has whole groups.</summary>
    internal int* Starts;

    /// <summary>Offsets in words of the planes that units share, [units / Sharing, Patterns, SharedPlanes].</summary>
    internal ushort* Shared;

    /// <summary>Planes of a pattern that are shared: <see cref="BitSlice.MostShared"/>, <see cref="BitSlice.FewShared"/> or 0 where units count for themselves.</summary>
    internal int SharedPlanes;

    /// <summary>Room for the sums of three units' patterns: [Patterns, LowLevels] planes.</summary>
    internal ulong* Sums;

    /// <summary>How many units.</summary>
    internal int Count;

    /// <summary>Whether this is the first segment: the counts begin.</summary>
    internal bool IsFirst;

    /// <summary>Whether this is the last segment: the counts are compared with the total, which must be whole.</summary>
    internal bool IsLast;

    /// <summary>Masks, 0 or −1: the bits of the count that a unit begins with [levels], the lowest bit of the comparison, and whether the result is inverted; [units, ConstantPitch].</summary>
    internal int* Constants;

    /// <summary>Masks from one unit to the next.</summary>
    internal nint ConstantPitch;

    /// <summary>Bits of a count, at least 6.</summary>
    internal int Levels;

    /// <summary>Planes of the inputs of a segment, then one of zeros.</summary>
    internal ulong* Window;

    /// <summary>Counts in the making: [units, Levels] planes.</summary>
    internal ulong* Counters;

    /// <summary>The number of 1 among all inputs, with an offset: [Levels + 1] planes.</summary>
    internal ulong* Total;

    /// <summary>Results [units], one plane each.</summary>
    internal ulong* Reached;
}
