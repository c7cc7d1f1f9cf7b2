namespace BnnMl;

/// <summary>What happens to an empty field or a '?' in a column of numbers. In a column of texts, missing is a category of its own.</summary>
public enum MissingValues
{
    /// <summary>An error that names line and column.</summary>
    Refuse,

    /// <summary>The column's median over the training rows (the lower one of two).</summary>
    Median,
}
