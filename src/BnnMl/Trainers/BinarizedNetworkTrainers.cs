using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace BnnMl;

/// <summary>The trainers in ML.NET's catalogs.</summary>
public static class BinarizedNetworkTrainers
{
    /// <summary>A trainer of binarized networks for classes of a key label.</summary>
    /// <param name="catalog">MLContext.MulticlassClassification.Trainers.</param>
    /// <param name="labelColumnName">A key, as MapValueToKey makes it.</param>
    /// <param name="featureColumnName">Vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Single, at least 0; null where all examples count alike.</param>
    /// <param name="network">Hidden layers, such as "FC256" or "C32-MP2-C64-MP2-FC128".</param>
    /// <param name="imageShape">"1x28x28" (channels first) where the features are images; null for a table.</param>
    /// <param name="epochs">Passes over the training data.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="FormatException">The shape is not one.</exception>
    public static BinarizedNetworkMulticlassTrainer BinarizedNetwork(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string? exampleWeightColumnName = null, string network = "FC256",
        string? imageShape = null, double epochs = 10) =>
        catalog.BinarizedNetwork(Options(labelColumnName, featureColumnName, exampleWeightColumnName, network, imageShape, epochs));

    /// <inheritdoc cref="BinarizedNetwork(MulticlassClassificationCatalog.MulticlassClassificationTrainers, string, string, string?, string, string?, double)"/>
    /// <param name="options">Columns, network, and how it is trained.</param>
    [OverloadResolutionPriority(1)] // BinarizedNetwork(new() { … }) means these options
    public static BinarizedNetworkMulticlassTrainer BinarizedNetwork(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, BinarizedNetworkTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(CatalogEnvironment.Of(catalog), PlainInfo.Value, options);
    }

    /// <summary>A trainer of binarized networks for a yes-or-no label.</summary>
    /// <param name="catalog">MLContext.BinaryClassification.Trainers.</param>
    /// <param name="labelColumnName">Boolean, a Single or Double of 0 and 1, or a key of two values.</param>
    /// <param name="featureColumnName">Vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">Single, at least 0; null where all examples count alike.</param>
    /// <param name="network">Hidden layers, such as "FC256" or "C32-MP2-C64-MP2-FC128".</param>
    /// <param name="imageShape">"1x28x28" (channels first) where the features are images; null for a table.</param>
    /// <param name="epochs">Passes over the training data.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="FormatException">The shape is not one.</exception>
    public static BinarizedNetworkBinaryTrainer BinarizedNetwork(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label", string featureColumnName = "Features", string? exampleWeightColumnName = null, string network = "FC256",
        string? imageShape = null, double epochs = 10) =>
        catalog.BinarizedNetwork(Options(labelColumnName, featureColumnName, exampleWeightColumnName, network, imageShape, epochs));

    /// <inheritdoc cref="BinarizedNetwork(BinaryClassificationCatalog.BinaryClassificationTrainers, string, string, string?, string, string?, double)"/>
    /// <param name="options">Columns, network, and how it is trained.</param>
    [OverloadResolutionPriority(1)]
    public static BinarizedNetworkBinaryTrainer BinarizedNetwork(this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, BinarizedNetworkTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(CatalogEnvironment.Of(catalog), PlainInfo.Value, options);
    }

    /// <summary>A <see cref="TrainerInfo"/> has no public constructor; naive Bayes's says what ours does: no normalisation, no cache.</summary>
    static readonly Lazy<TrainerInfo> PlainInfo = new(() => new MLContext().MulticlassClassification.Trainers.NaiveBayes().Info);

    static BinarizedNetworkTrainerOptions Options(string label, string features, string? weight, string network, string? imageShape, double epochs) => new()
    {
        LabelColumnName = label,
        FeatureColumnName = features,
        ExampleWeightColumnName = weight,
        Network = network,
        ImageShape = imageShape is null ? null : MapShape.Parse(imageShape),
        Epochs = epochs,
    };
}
