using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace BnnMl;

/// <summary>Trained networks in ML.NET's catalog of transforms.</summary>
public static class BinarizedNetworkTransforms
{
    /// <summary>Adds scores and predicted label of a packed network.</summary>
    /// <param name="catalog">MLContext.Transforms.</param>
    /// <param name="path">A .bnn file.</param>
    /// <param name="inputColumnName">Vector of Single with the network's number of values.</param>
    /// <param name="scoreColumnName">Gets a probability per class.</param>
    /// <param name="predictedLabelColumnName">Gets the predicted class as a key, in the file's order of classes: give labels the same keys by MapValueToKey with keyData: Data.LoadClassNames(path).</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no .bnn file.</exception>
    public static ApplyPackedNetworkEstimator ApplyPackedNetwork(this TransformsCatalog catalog, string path, string inputColumnName = "Features",
        string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel") =>
        catalog.ApplyPackedNetwork(new ApplyPackedNetworkOptions
        {
            Path = path,
            InputColumnName = inputColumnName,
            ScoreColumnName = scoreColumnName,
            PredictedLabelColumnName = predictedLabelColumnName,
        });

    /// <inheritdoc cref="ApplyPackedNetwork(TransformsCatalog, string, string, string, string)"/>
    /// <param name="options">File and columns.</param>
    [OverloadResolutionPriority(1)]
    public static ApplyPackedNetworkEstimator ApplyPackedNetwork(this TransformsCatalog catalog, ApplyPackedNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(CatalogEnvironment.Of(catalog), options);
    }

    /// <summary>Adds scores and predicted label of an exported network in ONNX Runtime, with bit errors. MLContext.Log says whether it runs on a GPU.</summary>
    /// <param name="catalog">MLContext.Transforms.</param>
    /// <param name="path">The file that flips bits (bnnml export --faulty, OnnxExporter.WriteFaulty); without any rate the clean one does as well.</param>
    /// <param name="bitErrorRate">Probability in [0, 1] that a stored weight bit reads inverted.</param>
    /// <param name="activationErrorRate">The same for the bits between the layers.</param>
    /// <param name="seed">Number of the chip whose errors these are, at least 0.</param>
    /// <param name="lifetime">The same flips for every row, or new ones for each.</param>
    /// <param name="inputColumnName">Vector of Single with the network's number of values.</param>
    /// <param name="scoreColumnName">Gets a probability per class.</param>
    /// <param name="predictedLabelColumnName">Gets the predicted class as a key, in the file's order of classes: give labels the same keys by MapValueToKey with keyData: Data.LoadClassNames(path).</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no file of BnnMl's.</exception>
    /// <exception cref="NotSupportedException">It is the clean file, and a rate is above 0.</exception>
    public static ApplyOnnxModelWithBitErrorsEstimator ApplyOnnxModelWithBitErrors(this TransformsCatalog catalog, string path, double bitErrorRate = 0,
        double activationErrorRate = 0, int seed = 0, ErrorLifetime lifetime = ErrorLifetime.Persistent, string inputColumnName = "Features",
        string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel") =>
        catalog.ApplyOnnxModelWithBitErrors(new ApplyOnnxModelWithBitErrorsOptions
        {
            Path = path,
            BitErrorRate = bitErrorRate,
            ActivationErrorRate = activationErrorRate,
            Chip = new(seed),
            Lifetime = lifetime,
            InputColumnName = inputColumnName,
            ScoreColumnName = scoreColumnName,
            PredictedLabelColumnName = predictedLabelColumnName,
        });

    /// <inheritdoc cref="ApplyOnnxModelWithBitErrors(TransformsCatalog, string, double, double, int, ErrorLifetime, string, string, string)"/>
    /// <param name="options">File, errors and columns.</param>
    [OverloadResolutionPriority(1)]
    public static ApplyOnnxModelWithBitErrorsEstimator ApplyOnnxModelWithBitErrors(this TransformsCatalog catalog, ApplyOnnxModelWithBitErrorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(CatalogEnvironment.Of(catalog), options);
    }
}
