using BnnMl.Onnx;
using Microsoft.ML;

namespace BnnMl;

/// <summary>Data as ML.NET reads them.</summary>
public static class BinarizedNetworkData
{
    /// <summary>
    /// Samples of <see cref="DataSource"/> (idx files of MNIST and its like, delimited text, synthetic digits) as a view with the columns Features (Vector of Single, for images with the
    /// dimensions channels, rows, columns), Label (a key with the class names as its values) and, where the samples have weights, Weight (Single).
    /// </summary>
    public static IDataView LoadFromDataset(this DataOperationsCatalog catalog, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        return new DatasetView(data);
    }

    /// <summary>
    /// The class names of a network's file (.bnn, or an exported .onnx), in its order, as a view with the one column Label: what MapValueToKey takes as keyData, so that labels of other
    /// data get the key numbers of the network's PredictedLabel, which Evaluate compares.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or names no classes.</exception>
    public static IDataView LoadClassNames(this DataOperationsCatalog catalog, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var names = Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase) ? OfOnnx(path) : OfPacked(path);
        return names.Keys is null
            ? throw new InvalidDataException($"{path}: names no classes. Train by an ML.NET trainer or bnnml train, which name them, or give MapValueToKey the names yourself.")
            : catalog.LoadFromEnumerable(names.Texts.Select(name => new ClassName { Label = name }).ToArray());
    }

    static ClassNames OfPacked(string path)
    {
        var network = PackedNetworkFile.Read(path);
        return NetworkNotes.Of(network.Metadata, network.Spec.Classes);
    }

    static ClassNames OfOnnx(string path)
    {
        using var session = FaultyOnnxSession.Open(path);
        return NetworkNotes.Of(session.Metadata, session.Classes);
    }

    sealed class ClassName
    {
        public string Label { get; set; } = "";
    }
}
