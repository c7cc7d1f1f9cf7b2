using Microsoft.ML;

namespace BnnMl;

/// <summary>Saved pipelines with binarized networks, in ML.NET's catalog of models.</summary>
public static class BinarizedNetworkModels
{
    /// <summary>
    /// Gives a model that MLContext.Model.Load has read its binarized networks back: the loaded chain computes the same columns, but row by row and without a
    /// <see cref="PackedNetworkTransformer"/>; the model that this gives is batched inside and has one. Networks saved as <see cref="SaveAs.Packed"/> are restored, everything
    /// else stays as it is.
    /// </summary>
    /// <param name="catalog">MLContext.Model.</param>
    /// <param name="loaded">From MLContext.Model.Load.</param>
    public static ITransformer RestoreBinarizedNetworks(this ModelOperationsCatalog catalog, ITransformer loaded)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(loaded);
        return RestoredModel.Of(loaded);
    }

    /// <summary>
    /// Writes a pipeline that ends in a binarized network as one ONNX file, whose inputs are the columns that its features are made from. Outputs are the columns that the
    /// network adds: of many classes Score [N, classes], as the pipeline has it, and PredictedLabel int64 [N], the class's index from 0 on, also where MapKeyToValue comes behind
    /// the network (the classes' names are in the file's metadata, and slot names for ML.NET); of two classes Score, Probability and PredictedLabel [N, 1].
    /// <para>ML.NET's own ConvertToOnnx must not be used on such a pipeline: it knows no transformer from outside, and writes without a word a graph in which everything up to
    /// the network is missing and Score and PredictedLabel are inputs.</para>
    /// </summary>
    /// <param name="catalog">MLContext.Model.</param>
    /// <param name="model">A fitted pipeline, or one that RestoreBinarizedNetworks has restored.</param>
    /// <param name="inputSchema">Of the data that the pipeline reads.</param>
    /// <param name="path">The file; an existing one is replaced whole or not at all.</param>
    /// <exception cref="NotSupportedException">A transformer before the network, whose output its features need, has no ONNX form here, or one comes behind it: the message names it.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void ExportToOnnx(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = PipelineExport.ToBytes(model, inputSchema);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <inheritdoc cref="ExportToOnnx(ModelOperationsCatalog, ITransformer, DataViewSchema?, string)"/>
    /// <summary>Writes a network that reads its features as they come, without a transformer before it, as an ONNX file.</summary>
    public static void ExportToOnnx(this ModelOperationsCatalog catalog, ITransformer model, string path) => catalog.ExportToOnnx(model, null, path);
}
