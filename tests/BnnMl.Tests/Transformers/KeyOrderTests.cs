using Microsoft.ML;

namespace BnnMl.Tests.Transformers;

/// <summary>A network from a file, and labels whose keys were made without it.</summary>
public sealed class KeyOrderTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();
    readonly List<string> log = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_in_another_order_are_warned_of_and_the_files_own_keys_give_the_right_accuracy()
    {
        var rows = TinyRow.Many();
        PackedNetworkFile.Write(TinyPipeline.Multiclass(ml, TinyPipeline.View(ml, rows)).LastTransformer.Model, folder["net.bnn"]);
        ml.Log += (_, message) => log.Add(message.Message);
        var reversed = TinyPipeline.View(ml, rows.Reverse());
        Assert.True(Accuracy(TinyPipeline.KeyOf(ml), reversed) < 0.5);
        Assert.Contains(log, line => line.Contains("LoadClassNames", StringComparison.Ordinal));
        log.Clear();
        Assert.True(Accuracy(ml.Transforms.Conversion.MapValueToKey("Key", "Name", keyData: ml.Data.LoadClassNames(folder["net.bnn"])), reversed) > 0.9);
        Assert.DoesNotContain(log, line => line.Contains("LoadClassNames", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_names_LoadClassNames_says_so()
    {
        PackedNetworkFile.Write(RandomNetwork.Of("FC4", MapShape.Features(6), 3, seed: 1), folder["net.bnn"]);
        Assert.Contains("names no classes", Assert.Throws<InvalidDataException>(() => ml.Data.LoadClassNames(folder["net.bnn"])).Message, StringComparison.Ordinal);
    }

    double Accuracy(IEstimator<ITransformer> keys, IDataView data)
    {
        var keyed = keys.Fit(data).Transform(data);
        var scored = ml.Transforms.ApplyPackedNetwork(folder["net.bnn"]).Fit(keyed).Transform(keyed);
        return ml.MulticlassClassification.Evaluate(scored, "Key").MicroAccuracy;
    }
}
