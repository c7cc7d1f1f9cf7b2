using Microsoft.ML.Data;

namespace BnnMl.Tests;

/// <summary>A row of a small table that a tiny network learns in a moment: three classes of points around three corners.</summary>
sealed class TinyRow
{
    public const int Features = 6;

    static readonly string[] Names = ["ash", "beech", "cedar"];

    [VectorType(Features), ColumnName("Features")]
    public float[] Values { get; set; } = [];

    public string Name { get; set; } = "";

    public float Number { get; set; }

    public double Double { get; set; }

    public bool Truth { get; set; }

    public float Weight { get; set; } = 1;

    /// <summary>The same rows for the same arguments; class i of every third row, from 0 on.</summary>
    internal static TinyRow[] Many(int count = 120, int seed = 1, int classes = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            var label = row % classes;
            return new TinyRow
            {
                Values = [.. Enumerable.Range(0, Features).Select(i => (float)((i % classes == label ? 4 : 0) + random.NextDouble()))],
                Name = Names[label],
                Number = label,
                Double = label,
                Truth = label == 1,
            };
        })];
    }
}
