using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>What is asked of a column of features, by name: float32 vectors of known size.</summary>
static class FeatureColumn
{
    /// <exception cref="ArgumentOutOfRangeException">Missing, of another type, or of unknown size.</exception>
    internal static void Check(SchemaShape input, string name)
    {
        var column = input.Find(name) ?? throw Missing(name, "feature", input.Select(column => column.Name), nameof(input));
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || column.IsKey || column.ItemType != NumberDataViewType.Single)
            throw Wrong(name, column.Describe(), "Vector of Single with a known size", nameof(input));
    }

    /// <param name="input">Where the column is looked for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="size">The size it must have; null for any.</param>
    /// <exception cref="ArgumentOutOfRangeException">Missing, of another type, of another or of unknown size.</exception>
    internal static DataViewSchema.Column Find(DataViewSchema input, string name, int? size)
    {
        var column = input.GetColumnOrNull(name) ?? throw Missing(name, "feature", input.Where(column => !column.IsHidden).Select(column => column.Name), nameof(input));
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single && (size is null || vector.Size == size)
            ? column
            : throw Wrong(name, column.Type.ToString()!, size is null ? "Vector of Single with a known size" : $"Vector of {size} Singles", nameof(input));
    }

    /// <exception cref="ArgumentException">The shape that a user gave is not of as many values as the column has.</exception>
    internal static void CheckImageShape(int features, MapShape? image)
    {
        if (image is { } shape && shape.Length != features)
            throw new ArgumentException($"ImageShape is {shape}, {shape.Length} values, but the feature column has {features}. Give the shape of one image as channels x rows x columns.");
    }

    /// <summary>Channels, rows and columns of a column that has these dimensions, as LoadFromDataset and ExtractPixels (without interleaving) make them; null for a plain vector.</summary>
    /// <exception cref="ArgumentException">The last dimension looks like the channels.</exception>
    internal static MapShape? ImageShape(VectorDataViewType type) => type.Dimensions switch
    {
        [var channels, var height, <= 4 and var last] when channels > 4 && height > 4 => throw new ArgumentException(
            $"The feature column has the dimensions {channels} x {height} x {last}, which look like rows x columns x channels, but images come as channels x rows x columns. Use ExtractPixels without interleavePixelColors, or set ImageShape where the column is right as it is."),
        [var channels, var height, var width] => new MapShape(channels, height, width),
        _ => null,
    };

    /// <summary>The message for a column that is not there.</summary>
    internal static ArgumentOutOfRangeException Missing(string name, string role, IEnumerable<string> there, string parameter) =>
        new(parameter, $"There is no {role} column '{name}'; the columns are: {string.Join(", ", there)}. Give the name of one of them, or add it by a transform before.");

    static ArgumentOutOfRangeException Wrong(string name, string given, string expected, string parameter) => new(parameter,
        $"Feature column '{name}' is {given}, but {expected} is needed. Make it with Transforms.Concatenate(\"{name}\", …) of Single columns, and other numbers Single with Transforms.Conversion.ConvertType(\"{name}\").");
}
