namespace BnnMl;

/// <summary>A named tensor's content, row-major.</summary>
/// <param name="Shape">Length per axis; empty for a single number.</param>
/// <param name="Values">As many as the product of the shape.</param>
sealed record FloatTensor(int[] Shape, float[] Values)
{
    /// <summary>"[64, 1, 3, 3]", as messages write it.</summary>
    internal string ShapeText => $"[{string.Join(", ", Shape)}]";
}
