using BnnMl.Tests.Schemas;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace BnnMl.Tests.Saving;

/// <summary>Model.Save and Model.Load in both forms, within a process.</summary>
public sealed class SavedModelTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();

    public static TheoryData<SaveAs> Forms { get; } = [SaveAs.Packed, SaveAs.Onnx];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_loaded_multiclass_model_predicts_the_same(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { SaveAs = form });
        var loaded = Reloaded(model, data);
        var (expected, found) = (Predictions(model, data), Predictions(loaded, data));
        Assert.Equal(expected.Select(row => row.PredictedLabel), found.Select(row => row.PredictedLabel));
        AssertNear(expected.SelectMany(row => row.Score), found.SelectMany(row => row.Score), form == SaveAs.Packed ? 0 : 1e-6);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_loaded_multiclass_model_has_slot_names_key_values_and_sizes(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { SaveAs = form });
        var schema = Reloaded(model, data).GetOutputSchema(data.Schema);
        Assert.Equal(model.GetOutputSchema(data.Schema).Where(column => !column.IsHidden).Select(column => column.Name).Order(), schema.Where(column => !column.IsHidden).Select(column => column.Name).Order());
        Assert.Equal("Vector<Single, 3>", schema["Score"].Type.ToString());
        Assert.Contains("SlotNames: Vector<String, 3> = ash,beech,cedar", Columns.Describe(schema["Score"]), StringComparison.Ordinal);
        Assert.Equal("Key<UInt32, 0-2>", schema["PredictedLabel"].Type.ToString());
        Assert.Contains("KeyValues: Vector<String, 3> = ash,beech,cedar", Columns.Describe(schema["PredictedLabel"]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Number_labels_come_back_as_numbers(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.KeyOf(ml, "Number").Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { SaveAs = form })).Fit(data);
        var loaded = Reloaded(model, data);
        var back = ml.Transforms.Conversion.MapKeyToValue("Value", "PredictedLabel");
        Assert.Equal(back.Fit(model.Transform(data)).Transform(model.Transform(data)).GetColumn<float>("Value"),
            back.Fit(loaded.Transform(data)).Transform(loaded.Transform(data)).GetColumn<float>("Value"));
    }

    [Theory]
    [InlineData(SaveAs.Packed, "ce")]
    [InlineData(SaveAs.Onnx, "ce")]
    [InlineData(SaveAs.Packed, "mhl:8")]
    [InlineData(SaveAs.Onnx, "mhl:8")]
    public void A_loaded_binary_model_predicts_the_same(SaveAs form, string loss)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Binary(ml, data, TinyPipeline.Options with { SaveAs = form, Loss = Loss.Parse(loss) });
        var loaded = Reloaded(model, data);
        var (expected, found) = (model.Transform(data), loaded.Transform(data));
        Assert.Equal(expected.GetColumn<bool>("PredictedLabel"), found.GetColumn<bool>("PredictedLabel"));
        Assert.Equal(expected.GetColumn<float>("Score"), found.GetColumn<float>("Score"));
        AssertNear(expected.GetColumn<float>("Probability"), found.GetColumn<float>("Probability"), form == SaveAs.Packed ? 0 : 1e-6);
        Assert.Equal(model.GetOutputSchema(data.Schema).Select(column => column.Name).Order(), loaded.GetOutputSchema(data.Schema).Select(column => column.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_loaded_model_can_be_evaluated_saved_again_and_used_from_eight_threads(SaveAs form)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { SaveAs = form });
        var twice = Reloaded(Reloaded(model, data), data);
        Assert.Equal(ml.MulticlassClassification.Evaluate(model.Transform(data), "Key").MicroAccuracy, ml.MulticlassClassification.Evaluate(twice.Transform(data), "Key").MicroAccuracy);
        var expected = Predictions(twice, data).Select(row => row.ToString()).ToArray();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(expected, Predictions(twice, data).Select(row => row.ToString())));
    }

    [Fact]
    public void Networks_are_found_in_a_loaded_model_that_something_was_appended_to()
    {
        var data = TinyPipeline.View(ml);
        var copy = ml.Transforms.CopyColumns("Copy", "Score").Fit(TinyPipeline.Binary(ml, data).Transform(data));
        foreach (ITransformer model in new ITransformer[] { TinyPipeline.Binary(ml, data), TinyPipeline.Multiclass(ml, data) })
        {
            var restored = ml.Model.RestoreBinarizedNetworks(Reloaded(model, data).Append(copy));
            var steps = Flat(restored).ToList();
            Assert.Single(steps.OfType<PackedNetworkTransformer>());
            Assert.IsType<ColumnCopyingTransformer>(steps[^1]);
        }
    }

    [Fact]
    public void A_restored_model_is_the_transformer_that_was_saved()
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data);
        var restored = Assert.IsType<TransformerChain<ITransformer>>(ml.Model.RestoreBinarizedNetworks(Reloaded(model, data)));
        var transformer = Assert.IsType<PackedNetworkTransformer>(restored.LastTransformer);
        Assert.Equal(SameNetwork.Bytes(model.LastTransformer.Model), SameNetwork.Bytes(transformer.Model));
        Assert.Equal(Columns.Describe(model.GetOutputSchema(data.Schema)), Columns.Describe(restored.GetOutputSchema(data.Schema)));
        Assert.Equal(Predictions(model, data).Select(row => row.ToString()), Predictions(restored, data).Select(row => row.ToString()));
        var binary = TinyPipeline.Binary(ml, data, TinyPipeline.Options with { Loss = Loss.Parse("mhl:8") });
        var back = Assert.IsType<PackedNetworkTransformer>(ml.Model.RestoreBinarizedNetworks(Reloaded(binary, data)));
        Assert.Equal(binary.Transform(data).GetColumn<float>("Probability"), back.Transform(data).GetColumn<float>("Probability"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Images_with_dimensions_and_convolutions_survive(SaveAs form)
    {
        var rows = TinyRow.Many();
        var images = ml.Data.LoadFromDataset(new Dataset(new(2, 3, 1), [.. rows.SelectMany(row => row.Values)], [.. rows.Select((_, i) => i % 3)], ["a", "b", "c"]));
        var model = ml.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Label", Network = "C8-FC8", SaveAs = form }).Fit(images);
        Assert.Equal(new MapShape(2, 3, 1), model.Model.Spec.Input);
        var (expected, found) = (Predictions(model, images), Predictions(Reloaded(model, images), images));
        Assert.Equal(expected.Select(row => row.PredictedLabel), found.Select(row => row.PredictedLabel));
        AssertNear(expected.SelectMany(row => row.Score), found.SelectMany(row => row.Score), form == SaveAs.Packed ? 0 : 1e-6);
    }

    [Fact]
    public void A_loaded_network_is_decoded_once()
    {
        var data = TinyPipeline.View(ml);
        var loaded = (TransformerChain<ITransformer>)Reloaded(TinyPipeline.Multiclass(ml, data), data);
        var chain = ((TransformerChain<ITransformer>)loaded.LastTransformer).ToArray();
        Assert.Same(PackedForm.PayloadOf(chain), PackedForm.PayloadOf(chain));
    }

    [Fact]
    public void Saved_scores_are_exact_for_every_kind_of_float()
    {
        float[] scores = [0f, 1f, 1f / 3, 1.17549435E-38f, 3.4028235E+38f, -7.006492E-40f, 0.1f, -2.5e-7f, 16777217f];
        var text = PackedMappings.Text(scores);
        var row = new LookupView<int, ReadOnlyMemory<char>>(NumberDataViewType.Int32, [0], TextDataViewType.Instance, [text.AsMemory()]);
        for (var i = 0; i < scores.Length; i++)
        {
            var expression = ml.Transforms.Expression("Score", $"(texts) : single(mid(texts, {i * PackedMappings.Width}, {(i + 1) * PackedMappings.Width}))", "Value");
            Assert.Equal(scores[i], expression.Fit(row).Transform(row).GetColumn<float>("Score").Single());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];

    ITransformer Reloaded(ITransformer model, IDataView data)
    {
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        return new MLContext().Model.Load(folder["model.zip"], out _);
    }

    MulticlassPrediction[] Predictions(ITransformer model, IDataView data) => [.. ml.Data.CreateEnumerable<MulticlassPrediction>(model.Transform(data), reuseRowObject: false)];

    static void AssertNear(IEnumerable<float> expected, IEnumerable<float> found, double tolerance) =>
        Assert.All(expected.Zip(found), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
}
