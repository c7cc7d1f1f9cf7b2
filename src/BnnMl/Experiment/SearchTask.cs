using BnnMl.Search;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Views and settings as what a search works with: space, objectives, trials.</summary>
sealed class SearchTask
{
    readonly ClassNames classes;
    readonly EncodedDataset judges;
    readonly string features;

    SearchTask(BinarizedTrialData data, ClassNames classes, TrainingColumns columns, ILabelRule rule, BinarizedNetworkExperimentSettings settings, ITrainingEngine engine)
    {
        (this.classes, features, IsBinary) = (classes, columns.Features, rule is BinaryLabel);
        Space = new SearchSpace(data.Train.Shape, data.Train.Classes, settings.SpaceOptions());
        Objectives = ObjectiveSet.Default(settings.MaxBytes);
        Trial = new BinarizedTrial(engine, data, settings.TrialOptions());
        judges = data.Encoding.Encode(data.Validation);
    }

    internal SearchSpace Space { get; }

    internal ObjectiveSet Objectives { get; }

    internal BinarizedTrial Trial { get; }

    /// <summary>The label is Boolean.</summary>
    internal bool IsBinary { get; }

    /// <exception cref="ArgumentException">A column is missing or of a wrong type, the shape does not fit, or no network of the space keeps the limits.</exception>
    /// <exception cref="InvalidDataException">The data can't be learned from.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static SearchTask Read(IDataView train, IDataView? validation, TrainingColumns columns, BinarizedNetworkExperimentSettings settings, ITrainingEngine engine)
    {
        ILabelRule rule = train.Schema.GetColumnOrNull(columns.Label)?.Type is BooleanDataViewType ? new BinaryLabel() : new MulticlassLabel();
        columns.Check(SchemaShapes.Of(train.Schema), rule);
        var classes = rule.Classes(train.Schema[columns.Label]);
        var shape = Shape((VectorDataViewType)FeatureColumn.Find(train.Schema, columns.Features, null).Type, settings.ImageShape);
        var rows = Rows(train, "Training data", shape);
        var data = validation is null ? BinarizedTrialData.Divide(rows, settings.Seed) : BinarizedTrialData.Of(rows, Validation(validation), settings.Seed);
        return new SearchTask(data, classes, columns, rule, settings, engine);

        Dataset Rows(IDataView view, string name, MapShape shape) => TrainingRows.Read(view, columns, rule, settings.CancellationToken).ToDataset(shape, classes, name);

        Dataset Validation(IDataView view)
        {
            columns.Check(SchemaShapes.Of(view.Schema), rule);
            FeatureColumn.Find(view.Schema, columns.Features, shape.Length);
            var own = rule.Classes(view.Schema[columns.Label]).Texts;
            return own.SequenceEqual(classes.Texts)
                ? Rows(view, "Validation data", shape)
                : throw new ArgumentException($"Label column '{columns.Label}' of the validation data has the classes {string.Join(", ", own)}, that of the training data {string.Join(", ", classes.Texts)}. Map both with one fitted MapValueToKey.", nameof(validation));
        }
    }

    /// <summary>A trial's network as a part of a pipeline.</summary>
    internal PackedNetworkTransformer ToModel(PackedNetwork network, Loss loss)
    {
        return new PackedNetworkTransformer(network, features, null, IsBinary ? Binary() : Multiclass(), SaveAs.Packed);

        BinaryScores Binary()
        {
            var (slope, offset) = ScoreCalibration.Sigmoid(network, loss, judges);
            return new(slope, offset);
        }

        MulticlassScores Multiclass() => new(classes, ScoreForm.Probabilities, ScoreCalibration.Slope(network, loss, judges), "Score", "PredictedLabel");
    }

    static MapShape Shape(VectorDataViewType features, MapShape? image)
    {
        FeatureColumn.CheckImageShape(features.Size, image);
        return image ?? FeatureColumn.ImageShape(features) ?? MapShape.Features(features.Size);
    }
}
