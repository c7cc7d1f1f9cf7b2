namespace BnnMl;

/// <summary>Row numbers in two parts with the same mixture of classes. Which rows go where depends on the seed and the rows' numbers alone.</summary>
static class StratifiedSplit
{
    const ulong Purpose = 0x53504C4954; // "SPLIT"

    /// <summary>
    /// Holds out round(fraction · n) of each class's n rows, but at least one and never all of them; a class of one row stays whole. Both parts in ascending order.
    /// </summary>
    internal static (int[] Kept, int[] HeldOut) Rows(ReadOnlySpan<int> labels, double fraction, long seed)
    {
        var key = AddressedRandom.Key(seed, Purpose);
        var classOf = labels.ToArray();
        var isHeldOut = new bool[classOf.Length];
        foreach (var rows in Enumerable.Range(0, classOf.Length).GroupBy(row => classOf[row]).Select(rows => rows.ToArray()))
        {
            var count = rows.Length == 1 ? 0 : Math.Clamp((int)Math.Round(fraction * rows.Length), 1, rows.Length - 1);
            foreach (var row in rows.OrderBy(row => AddressedRandom.Word(key, (ulong)row)).Take(count))
                isHeldOut[row] = true;
        }

        var all = Enumerable.Range(0, classOf.Length).ToArray();
        return (Array.FindAll(all, row => !isHeldOut[row]), Array.FindAll(all, row => isHeldOut[row]));
    }
}
