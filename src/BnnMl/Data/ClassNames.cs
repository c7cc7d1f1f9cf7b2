namespace BnnMl;

/// <summary>What the classes are called, in the order of their indices.</summary>
/// <param name="Texts">At least two.</param>
/// <param name="Keys">The key values that the names come from; null where a label has none.</param>
sealed record ClassNames(IReadOnlyList<string> Texts, KeyValues? Keys)
{
    internal int Count => Texts.Count;

    /// <summary>"0", "1", …: classes that nobody has named.</summary>
    internal static ClassNames Numbered(int count) => new([.. Enumerable.Range(0, count).Select(index => $"{index}")], null);
}
