using Microsoft.ML;

namespace BnnMl;

/// <summary>Which label columns a task takes, and how their values become class indices.</summary>
interface ILabelRule
{
    /// <exception cref="ArgumentOutOfRangeException">The column is of a type that the task does not take; the message names the transform that makes one.</exception>
    void Check(SchemaShape.Column label);

    /// <summary>The classes that the column can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is of a type that the task does not take, or there are fewer than two classes.</exception>
    ClassNames Classes(DataViewSchema.Column label);

    /// <summary>Reads the row's class index; −1 for a missing label.</summary>
    Func<int> Reader(DataViewRow row, DataViewSchema.Column label);
}
