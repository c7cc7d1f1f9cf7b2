using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>
/// Keys of one view that name the same classes in different orders: ML.NET's Evaluate compares key numbers, not names, and would give a wrong accuracy without a word.
/// </summary>
static class KeyOrder
{
    /// <summary>A warning for every key column that has the classes of <paramref name="names"/> in another order.</summary>
    internal static void Check(IHostEnvironment environment, DataViewSchema input, ClassNames names, string path)
    {
        if (names.Keys is null)
            return;
        using var channel = environment.Register("KeyOrder").Start("Checking");
        foreach (var column in input)
            if (KeyValues.Of(column, names.Count) is { } keys && !keys.Texts.SequenceEqual(names.Texts) && keys.Texts.Order().SequenceEqual(names.Texts.Order()))
                channel.Warn($"Column '{column.Name}' has the classes of {path} in another order ({string.Join(", ", keys.Texts.Take(5))} …, there {string.Join(", ", names.Texts.Take(5))} …), so that Evaluate would compare wrong numbers. Make its keys by MapValueToKey(\"{column.Name}\", keyData: Data.LoadClassNames(\"{path}\")).");
    }
}
