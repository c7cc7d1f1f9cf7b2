using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>What both trainers do: rows into memory, quantisation fitted on them, training, and a word about each in the log.</summary>
sealed class NetworkTraining(IHostEnvironment environment, BinarizedNetworkTrainerOptions options, ILabelRule rule)
{
    internal TrainingColumns Columns { get; } = new(options.LabelColumnName, options.FeatureColumnName, options.ExampleWeightColumnName);

    internal void Check(SchemaShape input) => Columns.Check(input, rule);

    internal TrainedNetwork Fit(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        options.CancellationToken.ThrowIfCancellationRequested();
        Check(SchemaShapes.Of(data.Schema));
        using var channel = environment.Register("BinarizedNetwork").Start("Training");
        var classes = rule.Classes(data.Schema[options.LabelColumnName]);
        var features = (VectorDataViewType)FeatureColumn.Find(data.Schema, options.FeatureColumnName, null).Type;
        var spec = options.Network.For(features.Size, classes.Count, options.ImageShape, () => FeatureColumn.ImageShape(features));
        var (train, validation) = Split(Rows(data, spec, classes, channel));
        var encoding = InputEncoding.Fit(train);
        var encoded = encoding.Encode(train, options.CancellationToken);
        var held = validation is null ? null : encoding.Encode(validation, options.CancellationToken);
        var engine = EngineSelection.Of(options.Engine, options.Device, options.MixedPrecision);
        channel.Say(string.Create(CultureInfo.InvariantCulture,
            $"Training {spec} ({spec.Bytes:N0} bytes) for {spec.Input} and {classes.Count} classes on {train.Count:N0} rows with the {engine.Name} engine{(held is null ? "" : $"; {held.Count:N0} rows are held out")}."));
        var result = engine.Train(spec, encoding, encoded, held, options.Training, new LoggedProgress(channel, options.Progress), options.CancellationToken);
        channel.Say(string.Create(CultureInfo.InvariantCulture, $"Trained {EpochText.Of(result.Epochs, result.Epochs / result.Steps)} epochs in {result.Elapsed.TotalSeconds:0.0} s."));
        return new(Named(result, classes), classes, held ?? encoded, options.Training.Loss);
    }

    Dataset Rows(IDataView data, NetworkSpec spec, ClassNames classes, IChannel channel)
    {
        var rows = TrainingRows.Read(data, Columns, rule, options.CancellationToken);
        if (rows.WithoutLabel > 0)
            channel.Warn($"{rows.WithoutLabel:N0} rows without a label in column '{Columns.Label}' are left out.");
        return rows.ToDataset(spec.Input, classes, $"Columns '{Columns.Features}' and '{Columns.Label}'");
    }

    (Dataset Train, Dataset? Validation) Split(Dataset rows)
    {
        if (options.ValidationFraction == 0)
            return (rows, null);
        var split = rows.Split(options.ValidationFraction, options.Seed);
        return (split.Train, split.Test);
    }

    /// <summary>The network keeps its classes' names, under the key that bnnml uses too.</summary>
    static TrainingResult Named(TrainingResult result, ClassNames classes) => result with
    {
        Network = result.Network.With(metadata: new Dictionary<string, string>(result.Network.Metadata)
        {
            [NetworkNotes.ClassNamesKey] = JsonSerializer.Serialize(classes.Texts),
        }),
    };
}
