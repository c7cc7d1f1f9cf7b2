using Microsoft.ML;

namespace BnnMl;

/// <summary>The columns that a transformer adds, made from a network's scores; a closed set: <see cref="MulticlassScores"/>, <see cref="BinaryScores"/>.</summary>
abstract class ScoreColumns
{
    /// <summary>Number of scores that a network must give.</summary>
    internal abstract int Classes { get; }

    /// <summary>The columns, with annotations that fit the schema they are added to (null where it is not known).</summary>
    internal abstract IReadOnlyList<DataViewSchema.DetachedColumn> For(DataViewSchema? input);

    /// <summary>The <see cref="ValueGetter{TValue}"/> of column number <paramref name="column"/>.</summary>
    internal abstract Delegate Getter(int column, ScoreSource scores);
}
