using System.Globalization;
using System.Text;

namespace BnnMl;

/// <summary>Different texts in the order of their first occurrence, each with a code from 0; at most <paramref name="most"/>.</summary>
sealed class Categories(int most)
{
    /// <summary>Longest text in bytes.</summary>
    internal const int MaxLength = 256;

    readonly Dictionary<string, int> codes = [];
    readonly List<string> names = [];

    internal int Count => names.Count;

    internal IReadOnlyList<string> Names => names;

    /// <returns>Its code, or −1 where it is new and can't be taken in: too long, or one too many.</returns>
    internal int Add(ReadOnlySpan<byte> text)
    {
        var code = Find(text);
        if (code >= 0 || names.Count == most || text.Length > MaxLength)
            return code;
        var name = Encoding.UTF8.GetString(text);
        codes.Add(name, names.Count);
        names.Add(name);
        return names.Count - 1;
    }

    /// <returns>Its code, or −1.</returns>
    internal int Find(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxLength)
            return -1;
        Span<char> name = stackalloc char[MaxLength];
        name = name[..Encoding.UTF8.GetChars(text, name)];
        return codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var code) ? code : -1;
    }

    /// <summary>Place of each code in the order of the names: of their numbers where all are whole numbers, else ordinal.</summary>
    internal int[] Places()
    {
        var numbers = names.Select(WholeNumber).ToArray();
        var byNumber = Array.TrueForAll(numbers, number => number is not null);
        var codesInOrder = Enumerable.Range(0, Count)
            .OrderBy(code => byNumber ? numbers[code] : 0)
            .ThenBy(code => names[code], StringComparer.Ordinal);
        var places = new int[Count];
        foreach (var (place, code) in codesInOrder.Index())
            places[code] = place;
        return places;
    }

    /// <summary>As a number of at most 15 digits, exact in a double; "3.0" counts as 3.</summary>
    static double? WholeNumber(string name) =>
        double.TryParse(name, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? number : null;
}
