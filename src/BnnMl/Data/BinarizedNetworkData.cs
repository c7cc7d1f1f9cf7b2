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
}
