using Microsoft.ML;
using Microsoft.ML.Data;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl;

/// <summary>
/// <see cref="SaveAs.Onnx"/>: a chain around ML.NET's ApplyOnnxModel that computes a transformer's columns and needs no assembly of ours. ApplyOnnxModel knows vectors only;
/// a linear model of ML.NET's with weight 1 and bias 0 makes a number of a vector of one. It runs row by row, so that the graph's outputs have no dimension for a batch, and
/// the vectors' types are those of the transformer's columns.
/// </summary>
static class OnnxForm
{
    static readonly string[] SlotColumns = ["Score", "PredictedLabel"];

    /// <summary>The chain and the file that its ONNX transformer reads while it lives.</summary>
    internal static ITransformer Of(PackedNetwork network, string featureColumn, ScoreColumns scores, string path)
    {
        var ml = new MLContext();
        var graph = new ModelGraph(network);
        var logits = graph.Logits(graph.Input(HelperColumns.Features, network.Spec.Input.Length));
        var copy = ml.Transforms.CopyColumns(HelperColumns.Features, featureColumn);
        var rest = scores is MulticlassScores many ? Multiclass(ml, graph, logits, many, path) : Binary(ml, graph, logits, (BinaryScores)scores, path);
        return HelperColumns.Chain([copy, .. rest]).Fit(new EmptyView(PackedForm.FeatureSchema(featureColumn, network.Spec.Input.Length)));
    }

    static IEnumerable<IEstimator<ITransformer>> Multiclass(MLContext ml, ModelGraph graph, string logits, MulticlassScores scores, string path)
    {
        graph.Output(HelperColumns.Score, graph.Builder.Reshape(graph.Scores(logits, scores), scores.Classes), DataType.Float, scores.Classes);
        graph.Output(HelperColumns.Index, graph.Builder.Cast(graph.Best(logits), DataType.Float), DataType.Float, 1);
        if (scores.Names.Keys is { Type.ItemType: TextDataViewType })
            graph.NameSlots(HelperColumns.Score, scores.Names.Texts);
        AtomicFile.Write(path, stream => stream.Write(graph.ToBytes()));
        return
        [
            ml.Transforms.ApplyOnnxModel([HelperColumns.Score, HelperColumns.Index], [HelperColumns.Features], path),
            new FittedAlready(FirstSlot(ml, HelperColumns.Index)),
            HelperColumns.Map(ml, scores.LabelColumn, "Score", HelperColumns.KeysOf(scores, NumberDataViewType.Single, index => (float)index)),
            ml.Transforms.CopyColumns(scores.ScoreColumn, HelperColumns.Score),
            ml.Transforms.DropColumns([HelperColumns.Features, HelperColumns.Score, HelperColumns.Index, .. Leftovers(scores)]),
        ];
    }

    /// <summary>Columns of <see cref="FirstSlot"/> that no column of the transformer's has replaced.</summary>
    static IEnumerable<string> Leftovers(MulticlassScores scores) => SlotColumns.Except([scores.ScoreColumn, scores.LabelColumn]);

    static IEnumerable<IEstimator<ITransformer>> Binary(MLContext ml, ModelGraph graph, string logits, BinaryScores scores, string path)
    {
        graph.Output(HelperColumns.Score, graph.Builder.Reshape(graph.Difference(logits), 1), DataType.Float, 1);
        AtomicFile.Write(path, stream => stream.Write(graph.ToBytes()));
        return
        [
            ml.Transforms.ApplyOnnxModel([HelperColumns.Score], [HelperColumns.Features], path),
            new FittedAlready(FirstSlot(ml, HelperColumns.Score)),
            ml.BinaryClassification.Calibrators.Platt(-scores.Slope, -scores.Offset),
            ml.Transforms.DropColumns(HelperColumns.Features, HelperColumns.Score),
        ];
    }

    /// <summary>
    /// A support vector machine whose Score is the only slot of its input, exactly: one step from 0 on one example, x = 2, with λ = 1 gives the weight 2 · ½. Its
    /// PredictedLabel is Score > 0.
    /// </summary>
    static ITransformer FirstSlot(MLContext ml, string column)
    {
        var example = new LookupView<VBuffer<float>, bool>(new VectorDataViewType(NumberDataViewType.Single, 1), [new(1, [2f])], BooleanDataViewType.Instance, [true]);
        var trainer = ml.BinaryClassification.Trainers.LinearSvm(new Microsoft.ML.Trainers.LinearSvmTrainer.Options
        {
            FeatureColumnName = column,
            LabelColumnName = "Value",
            Lambda = 1,
            NoBias = true,
            NumberOfIterations = 1,
            Shuffle = false,
        });
        return trainer.Fit(ml.Transforms.CopyColumns(column, "Key").Fit(example).Transform(example));
    }

    /// <summary>A transformer in a chain of estimators.</summary>
    sealed class FittedAlready(ITransformer transformer) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => transformer;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(
            [new("Score", NumberDataViewType.Single), new("PredictedLabel", BooleanDataViewType.Instance)]);
    }
}
