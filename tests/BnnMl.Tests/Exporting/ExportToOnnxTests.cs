using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Exporting;

/// <summary>Pipelines as ONNX files, run by ML.NET's own ApplyOnnxModel on the raw columns.</summary>
public sealed class ExportToOnnxTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Fronts { get; } = ["none", "minmax", "meanvariance", "robust", "concatenate", "repeated", "missing", "convert", "select", "pairs"];

    [Theory]
    [MemberData(nameof(Fronts))]
    public void An_exported_pipeline_scores_as_the_pipeline(string front)
    {
        var data = ml.Data.LoadFromEnumerable(TableRow.Many());
        var model = Front(front).Append(ml.Transforms.Conversion.MapValueToKey("Key", "Name"))
            .Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"]);
        var expected = model.Transform(data).GetColumn<float[]>("Score").SelectMany(x => x).ToArray();
        var found = ml.Transforms.ApplyOnnxModel(folder["model.onnx"]).Fit(data).Transform(data);
        Assert.Equal("Vector<Single, 1, 3>", found.Schema["Score"].Type.ToString());
        Assert.All(expected.Zip(found.GetColumn<float[]>("Score").SelectMany(x => x)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6));
        var names = (string[])["ash", "beech", "cedar"];
        Assert.Equal(model.Transform(data).GetColumn<string>("PredictedLabel"), found.GetColumn<long[]>("PredictedLabel").Select(index => names[index[0]]));
    }

    [Fact]
    public void A_binary_pipeline_exports_score_probability_and_label()
    {
        var data = TinyPipeline.View(ml);
        var model = ml.Transforms.NormalizeMinMax("Features").Append(ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth", Loss = Loss.Parse("mhl:8") })).Fit(data);
        ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"]);
        var (expected, found) = (model.Transform(data), ml.Transforms.ApplyOnnxModel(folder["model.onnx"]).Fit(data).Transform(data));
        Assert.Equal(expected.GetColumn<float>("Score"), found.GetColumn<float[]>("Score").Select(x => x[0]));
        Assert.Equal(expected.GetColumn<bool>("PredictedLabel"), found.GetColumn<bool[]>("PredictedLabel").Select(x => x[0]));
        Assert.All(expected.GetColumn<float>("Probability").Zip(found.GetColumn<float[]>("Probability")), pair => Assert.InRange(Math.Abs(pair.First - pair.Second[0]), 0, 1e-6));
    }

    [Fact]
    public void Convolutions_read_an_image_from_a_column_of_numbers()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { Network = "C8-D4-FC8", ImageShape = new(2, 3, 1) });
        ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"]);
        Assert.All(model.Transform(data).GetColumn<float[]>("Score").SelectMany(x => x).Zip(ml.Transforms.ApplyOnnxModel(folder["model.onnx"]).Fit(data).Transform(data).GetColumn<float[]>("Score").SelectMany(x => x)),
            pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6));
    }

    [Fact]
    public void A_network_alone_needs_no_schema()
    {
        var data = TinyPipeline.View(ml);
        ml.Model.ExportToOnnx(TinyPipeline.Binary(ml, data), folder["model.onnx"]);
        Assert.Equal(120, ml.Transforms.ApplyOnnxModel(folder["model.onnx"]).Fit(data).Transform(data).GetColumn<float[]>("Score").Count());
        var model = ml.Transforms.NormalizeMinMax("Features").Append(ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth" })).Fit(data);
        Assert.Contains("NormalizingTransformer", Assert.Throws<NotSupportedException>(() => ml.Model.ExportToOnnx(model, folder["model.onnx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_step_that_has_no_onnx_form_is_named_and_no_file_is_left()
    {
        var data = ml.Data.LoadFromEnumerable(TableRow.Many());
        var model = ml.Transforms.Categorical.OneHotEncoding("Coded", "Name").Append(ml.Transforms.Concatenate("Features", "Coded", "A", "Rest"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Key", "Name")).Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)).Fit(data);
        Assert.Contains("which makes column 'Coded'", Assert.Throws<NotSupportedException>(() => ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void A_step_whose_output_the_features_do_not_need_is_no_obstacle()
    {
        var data = ml.Data.LoadFromEnumerable(TableRow.Many());
        var model = ml.Transforms.Categorical.OneHotEncoding("Coded", "Name").Append(Front("concatenate"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Key", "Name")).Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options)).Fit(data);
        ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"]);
        Assert.True(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void A_restored_model_exports_as_the_fitted_one()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data);
        ml.Model.ExportToOnnx(model, data.Schema, folder["fitted.onnx"]);
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        ml.Model.ExportToOnnx(ml.Model.Load(folder["model.zip"], out var schema), schema, folder["loaded.onnx"]);
        Assert.Equal(File.ReadAllBytes(folder["fitted.onnx"]), File.ReadAllBytes(folder["loaded.onnx"]));
    }

    [Fact]
    public void Binning_is_named_as_what_can_not_be_expressed()
    {
        var data = TinyPipeline.View(ml);
        var model = ml.Transforms.NormalizeBinning("Features").Append(ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth" })).Fit(data);
        Assert.Contains("NormalizingTransformer, which makes column 'Features'", Assert.Throws<NotSupportedException>(() => ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_with_the_name_of_an_output_is_refused()
    {
        var data = ml.Transforms.CopyColumns("Score", "Features").Fit(TinyPipeline.View(ml)).Transform(TinyPipeline.View(ml));
        var model = ml.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth", FeatureColumnName = "Score" }).Fit(data);
        Assert.Contains("'Score' has the name", Assert.Throws<NotSupportedException>(() => ml.Model.ExportToOnnx(model, data.Schema, folder["model.onnx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_network_is_refused() =>
        Assert.Contains("no binarized network", Assert.Throws<NotSupportedException>(() =>
            ml.Model.ExportToOnnx(ml.Transforms.NormalizeMinMax("Features").Fit(TinyPipeline.View(ml)), folder["model.onnx"])).Message, StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    IEstimator<ITransformer> Front(string kind) => kind switch
    {
        "none" => ml.Transforms.CopyColumns("Features", "All"),
        "minmax" => ml.Transforms.NormalizeMinMax("Features", "All", fixZero: false),
        "meanvariance" => ml.Transforms.NormalizeMeanVariance("Features", "All", fixZero: false),
        "robust" => ml.Transforms.NormalizeRobustScaling("Features", "All"),
        "concatenate" => ml.Transforms.Concatenate("Joined", "B", "Rest", "A").Append(ml.Transforms.NormalizeMinMax("Features", "Joined")),
        "repeated" => ml.Transforms.Concatenate("Features", "B", "A", "B", "Rest", "A"),
        "missing" => ml.Transforms.ReplaceMissingValues("Filled", "All", Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean).Append(ml.Transforms.CopyColumns("Features", "Filled")),
        "convert" => ml.Transforms.Conversion.ConvertType("C", "Whole", DataKind.Single).Append(ml.Transforms.Concatenate("Features", "A", "C", "Rest", "B")),
        "pairs" => ml.Transforms.NormalizeMeanVariance([new InputOutputColumnPair("Rest"), new InputOutputColumnPair("A"), new InputOutputColumnPair("C", "B")]).Append(ml.Transforms.Concatenate("Features", "A", "Rest", "C")),
        "select" => ml.Transforms.SelectColumns("All", "Name").Append(ml.Transforms.CopyColumns("Features", "All")).Append(ml.Transforms.DropColumns("All")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such front."),
    };

    sealed class TableRow
    {
        public float A { get; set; }

        public float B { get; set; }

        [VectorType(4)]
        public float[] Rest { get; set; } = [];

        [VectorType(TinyRow.Features)]
        public float[] All { get; set; } = [];

        public int Whole { get; set; }

        public string Name { get; set; } = "";

        internal static IEnumerable<TableRow> Many() =>
            TinyRow.Many().Select(row => new TableRow { A = row.Values[0], B = row.Values[1], Rest = row.Values[2..], All = row.Values, Whole = (int)row.Number, Name = row.Name });
    }
}
