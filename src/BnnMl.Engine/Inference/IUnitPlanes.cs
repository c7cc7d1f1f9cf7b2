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

    /// <summary>The same of pooling windows of 2 × 2 positions, the first at (y, x), where the units have a shorter way than four evaluations; false where they have none.</summary>
    /// <param name="y">Row of the units' map, even.</param>
    /// <param name="x">Column, even.</param>
    /// <param name="reached">[units, words of a vector]: one plane per window, half as many as a vector has positions but at least one.</param>
    bool TryReachWindow(int y, int x, ulong* reached);
}
