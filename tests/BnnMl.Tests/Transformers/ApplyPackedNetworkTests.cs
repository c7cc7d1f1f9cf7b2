using BnnMl.Tests.Schemas;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Transformers;

public sealed class ApplyPackedNetworkTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("ce")]
    [InlineData("mhl:8")]
    public void A_file_gives_the_scores_and_names_of_the_pipeline_it_was_trained_in(string loss)
    {
        var data = TinyPipeline.View(ml);
        var model = TinyPipeline.Multiclass(ml, data, TinyPipeline.Options with { Loss = Loss.Parse(loss) });
        PackedNetworkFile.Write(model.LastTransformer.Model, folder["net.bnn"]);
        var scored = ml.Transforms.ApplyPackedNetwork(folder["net.bnn"]).Fit(data).Transform(data);
        Assert.Equal(Lines(model.Transform(data)), Lines(scored));
        Assert.Contains("SlotNames: Vector<String, 3> = ash,beech,cedar", Columns.Describe(scored.Schema["Score"]), StringComparison.Ordinal);
        Assert.Contains("KeyValues: Vector<String, 3> = ash,beech,cedar", Columns.Describe(scored.Schema["PredictedLabel"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_have_the_names_that_were_asked_for()
    {
        PackedNetworkFile.Write(RandomNetwork.Of("FC8", MapShape.Features(TinyRow.Features), 4, seed: 1), folder["net.bnn"]);
        var renamed = ml.Transforms.CopyColumns("In", "Features").Append(ml.Transforms.ApplyPackedNetwork(folder["net.bnn"], "In", "Out", "Best")).Fit(TinyPipeline.View(ml)).Transform(TinyPipeline.View(ml));
        Assert.Equal("Vector<Single, 4>", renamed.Schema["Out"].Type.ToString());
        Assert.Equal("Key<UInt32, 0-3>", renamed.Schema["Best"].Type.ToString());
    }

    [Fact]
    public void Renamed_columns_survive_saving_in_both_forms()
    {
        var data = TinyPipeline.View(ml);
        PackedNetworkFile.Write(RandomNetwork.Of("FC8", MapShape.Features(TinyRow.Features), 4, seed: 1), folder["net.bnn"]);
        foreach (var form in (SaveAs[])[SaveAs.Packed, SaveAs.Onnx])
        {
            var model = ml.Transforms.ApplyPackedNetwork(new() { Path = folder["net.bnn"], ScoreColumnName = "Out", PredictedLabelColumnName = "Best", ScoreForm = ScoreForm.Logits, SaveAs = form }).Fit(data);
            ml.Model.Save(model, data.Schema, folder["model.zip"]);
            var loaded = ml.Model.Load(folder["model.zip"], out _);
            Assert.Equal(model.Transform(data).GetColumn<float[]>("Out").SelectMany(x => x), loaded.Transform(data).GetColumn<float[]>("Out").SelectMany(x => x));
            Assert.Equal(model.Transform(data).GetColumn<uint>("Best"), loaded.Transform(data).GetColumn<uint>("Best"));
            Assert.Null(loaded.Transform(data).Schema.GetColumnOrNull("Score"));
        }
    }

    [Fact]
    public void Wrong_options_and_files_are_refused_at_once()
    {
        Assert.Throws<FileNotFoundException>(() => ml.Transforms.ApplyPackedNetwork(folder["none.bnn"]));
        File.WriteAllText(folder["text.bnn"], "no network");
        Assert.Throws<InvalidDataException>(() => ml.Transforms.ApplyPackedNetwork(folder["text.bnn"]));
        Assert.Contains("both 'X'", Assert.Throws<ArgumentException>(() => ml.Transforms.ApplyPackedNetwork(folder["text.bnn"], "Features", "X", "X")).Message, StringComparison.Ordinal);
        Assert.Contains("InputColumnName", Assert.Throws<ArgumentException>(() => ml.Transforms.ApplyPackedNetwork(folder["text.bnn"], " ")).Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    string[] Lines(IDataView scored) => [.. ml.Data.CreateEnumerable<MulticlassPrediction>(scored, reuseRowObject: false).Select(row => row.ToString())];
}
