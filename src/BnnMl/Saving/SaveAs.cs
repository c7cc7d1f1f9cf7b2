namespace BnnMl;

/// <summary>
/// What MLContext.Model.Save writes of a binarized network. ML.NET lets no assembly but its own write transformers, so a fitted chain of ML.NET's transformers is written that
/// computes the same columns; that chain is also what Model.Load gives.
/// </summary>
public enum SaveAs
{
    /// <summary>
    /// The packed network itself; loading needs the BnnMl assembly beside the application, and no ONNX Runtime. The loaded chain scores row by row;
    /// <see cref="BinarizedNetworkModels.RestoreBinarizedNetworks"/> makes it batched again.
    /// </summary>
    Packed,

    /// <summary>An ONNX graph inside the zip; loading needs Microsoft.ML.OnnxTransformer and ONNX Runtime, and no assembly of BnnMl. Saving needs the package Microsoft.ML.OnnxRuntime. Columns Score and PredictedLabel that other transformers made before do not survive it.</summary>
    Onnx,
}
