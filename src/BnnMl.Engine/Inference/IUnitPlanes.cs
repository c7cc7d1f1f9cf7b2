namespace BnnMl;

/// <summary>What a layer's units emit at one place of the map, bit-sliced. Owns its buffers, so it serves one thread.</summary>
unsafe interface IUnitPlanes
{
    /// <summary>Which of the layer's units, in the order of what they emit.</summary>
    ReadOnlySpan<int> Units { get; }

    /// <summary>Evaluates the units at position (y, x) and, where a plane is narrower than a vector, at its right neighbours too.</summary>
    /// <param name="y">Row of the units' map.</param>
    /// <param name="x">Column.</param>
    /// <param name="reached">[units, words of a vector]: one plane per position; those beyond the row's end are undefined.</param>
    void Reach(int y, int x, ulong* reached);
}
