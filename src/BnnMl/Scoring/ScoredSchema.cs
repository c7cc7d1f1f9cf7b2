using Microsoft.ML;

namespace BnnMl;

/// <summary>An input's schema with the score columns behind it: the input's columns keep their numbers.</summary>
sealed class ScoredSchema
{
    /// <exception cref="ArgumentOutOfRangeException">The features are missing or of another type or size.</exception>
    internal ScoredSchema(DataViewSchema input, string featureColumn, MapShape shape, ScoreColumns scores)
    {
        ArgumentNullException.ThrowIfNull(input);
        Features = FeatureColumn.Find(input, featureColumn, shape.Length);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(scores.For(input));
        (Input, Output, Scores) = (input, builder.ToSchema(), scores);
    }

    internal DataViewSchema Input { get; }

    internal DataViewSchema Output { get; }

    internal DataViewSchema.Column Features { get; }

    internal ScoreColumns Scores { get; }

    internal bool IsScore(DataViewSchema.Column column) => column.Index >= Input.Count;

    /// <summary>The input columns that these output columns need.</summary>
    internal IReadOnlyList<DataViewSchema.Column> Dependencies(IEnumerable<DataViewSchema.Column> columns)
    {
        var needed = new bool[Input.Count];
        foreach (var column in columns)
            needed[IsScore(column) ? Features.Index : column.Index] = true;
        return [.. Input.Where(column => needed[column.Index])];
    }

    /// <summary>A flag per output column.</summary>
    internal bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[Output.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return active;
    }

    /// <summary>The getter of a score column as the caller's type.</summary>
    internal ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column, ScoreSource scores) =>
        Scores.Getter(column.Index - Input.Count, scores) as ValueGetter<TValue> ?? throw WrongType<TValue>(column);

    /// <summary>Throws unless the column is active.</summary>
    internal static void CheckActive(bool[] active, DataViewSchema.Column column)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' is not active: name it when you ask for the cursor.");
    }

    internal static InvalidOperationException WrongType<TValue>(DataViewSchema.Column column) =>
        new($"Column '{column.Name}' is {column.Type}, so that its values are {column.Type.RawType}, but {typeof(TValue)} was asked for.");
}
