using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl;

/// <summary>A pipeline that ends in a binarized network as one ONNX graph: the front as far as the features need it, the network, and its columns.</summary>
static class PipelineExport
{
    /// <param name="model">A transformer, or a chain of them.</param>
    /// <param name="input">What the pipeline reads; null where the network reads its features as they come.</param>
    internal static byte[] ToBytes(ITransformer model, DataViewSchema? input)
    {
        var steps = Flat(RestoredModel.Of(model)).ToArray();
        var place = Array.FindLastIndex(steps, step => step is PackedNetworkTransformer);
        if (place < 0)
            throw new NotSupportedException($"The model has no binarized network: it is made of {string.Join(", ", steps.Select(step => step.GetType().Name))}. Give the fitted pipeline itself, or a saved one with SaveAs.Packed. (Saved with SaveAs.Onnx, the network inside is an ONNX file already. ML.NET's ConvertToOnnx knows neither form.)");
        var behind = steps.Skip(place + 1).FirstOrDefault(step => step is not (KeyToValueMappingTransformer or ColumnSelectingTransformer));
        if (behind is not null)
            throw new NotSupportedException($"{behind.GetType().Name} comes after the network and can't be exported. Export the model without it, and apply it to the outputs.");
        var network = (PackedNetworkTransformer)steps[place];
        if (input is null && place > 0)
            throw new NotSupportedException($"{steps[0].GetType().Name} comes before the network, so that the columns it reads must be known. Give the schema of the data too: ExportToOnnx(model, data.Schema, path).");
        var graph = new ModelGraph(network.Model);
        var schema = input ?? PackedForm.FeatureSchema(network.FeatureColumnName, network.Model.Spec.Input.Length);
        var features = new FrontGraph(graph, steps[..place], schema).Value(network.FeatureColumnName);
        AddOutputs(graph, graph.Logits(features), network.Scores);
        return graph.ToBytes();
    }

    static void AddOutputs(ModelGraph graph, string logits, ScoreColumns scores)
    {
        if (scores is MulticlassScores many)
        {
            graph.Output(many.ScoreColumn, graph.Scores(logits, many), DataType.Float, -1, many.Classes);
            graph.Output(many.LabelColumn, graph.Best(logits), DataType.Int64, -1);
            if (many.Names.Keys is { Type.ItemType: TextDataViewType })
                graph.NameSlots(many.ScoreColumn, many.Names.Texts);
            return;
        }

        var two = (BinaryScores)scores;
        var difference = graph.Difference(logits); // [N, 1]
        var line = graph.Builder.Node("Add", [graph.Builder.Node("Mul", [difference, graph.Builder.Scalar(two.Slope)]), graph.Builder.Scalar(two.Offset)]);
        graph.Output("Score", difference, DataType.Float, -1, 1);
        graph.Output("Probability", graph.Builder.Node("Sigmoid", [line]), DataType.Float, -1, 1);
        graph.Output("PredictedLabel", graph.Builder.Node("Greater", [difference, graph.Builder.Scalar(0f)]), DataType.Bool, -1, 1);
    }

    static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];
}
