using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Tests;

/// <summary>
/// Why there is an ExportToOnnx: ML.NET's ConvertToOnnx knows no transformer from outside, and says nothing. Where a later version of it does better, or refuses, the first
/// test fails, and the documentation of ExportToOnnx is to be rewritten.
/// </summary>
public sealed class ConvertToOnnxTrapTests
{
    readonly MLContext ml = new(1);

    [Fact]
    public void ConvertToOnnx_makes_an_input_of_the_score_that_the_network_should_compute()
    {
        var (model, data) = Pipeline();
        using var file = new MemoryStream();
        ml.Model.ConvertToOnnx(model, data, file);
        using var session = new InferenceSession(file.ToArray());
        Assert.Contains("Score", session.InputMetadata.Keys);
    }

    [Fact]
    public void ExportToOnnx_reads_the_columns_that_the_pipeline_reads()
    {
        var (model, data) = Pipeline();
        var path = Path.GetTempFileName();
        try
        {
            ml.Model.ExportToOnnx(model, data.Schema, path);
            using var session = new InferenceSession(path);
            Assert.Equal(["Values"], session.InputMetadata.Keys);
            Assert.Equal(["PredictedLabel", "Score"], session.OutputMetadata.Keys.Order());
        }
        finally
        {
            File.Delete(path);
        }
    }

    (ITransformer Model, IDataView Data) Pipeline()
    {
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row { Values = [i % 3, (float)random.NextDouble(), i % 2], Name = $"{i % 3}" }).ToArray());
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Append(ml.Transforms.NormalizeMinMax("Features", "Values"))
            .Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(network: "FC8", epochs: 1));
        return (pipeline.Fit(data), data);
    }

    sealed class Row
    {
        [VectorType(3)]
        public float[] Values { get; set; } = [];

        public string Name { get; set; } = "";
    }
}
