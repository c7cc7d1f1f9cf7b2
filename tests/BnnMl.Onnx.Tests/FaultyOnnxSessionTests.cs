using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Onnx.Tests;

[Trait("Category", "Native")]
public sealed class FaultyOnnxSessionTests
{
    static readonly BitErrorModel OnePercent = BitErrorModel.Symmetric(0.01);

    [Fact]
    public void A_session_says_what_it_runs()
    {
        using var folder = new ExportFolder();
        using var session = FaultyOnnxSession.Open(folder.Faulty());
        Assert.Equal(ExportFolder.Small.Spec, session.Network);
        Assert.Equal(ExportFolder.Small.Spec.Input, session.Input);
        Assert.Equal(4, session.Classes);
        Assert.True(session.CanFlip);
        Assert.Contains(session.Provider, (string[])["CPU", "CUDA"]);
    }

    [Fact]
    public void A_clean_file_refuses_errors_but_not_a_rate_of_zero()
    {
        using var folder = new ExportFolder();
        using var session = FaultyOnnxSession.Open(folder.Clean());
        Assert.False(session.CanFlip);
        session.Scores(new float[session.Input.Length], BitErrorModel.Symmetric(0), default, 0, new float[4]);
        var refusal = Assert.Throws<NotSupportedException>(() => session.Scores(new float[session.Input.Length], OnePercent, default, 0, new float[4]));
        Assert.StartsWith(session.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_lengths_and_NaN_are_refused()
    {
        using var folder = new ExportFolder();
        using var session = FaultyOnnxSession.Open(folder.Clean());
        var features = new float[2 * session.Input.Length];
        Assert.Throws<ArgumentException>(() => session.Scores(features, null, default, 0, new float[4]));
        Assert.Throws<ArgumentException>(() => session.Scores(features, null, default, 0, new float[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Scores(features, null, default, -1, new float[8]));
        features[^1] = float.NaN;
        Assert.Contains("Sample 1, feature", Assert.Throws<ArgumentException>(() => session.Scores(features, null, default, 0, new float[8])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_samples_give_no_scores()
    {
        using var folder = new ExportFolder();
        using var session = FaultyOnnxSession.Open(folder.Clean());
        session.Scores([], null, default, 0, []);
    }

    [Theory]
    [InlineData(-1, 256)]
    [InlineData(0, 0)]
    [InlineData(0, 65_537)]
    public void Options_outside_their_range_are_refused(int threads, int batchSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FaultyOnnxSession.Open("any.onnx", new FaultyOnnxOptions { Threads = threads, BatchSize = batchSize }));

    [Fact]
    public void Files_carry_the_network_s_metadata()
    {
        using var folder = new ExportFolder();
        var trained = ExportFolder.Small.With(metadata: new Dictionary<string, string> { ["classes"] = "a,b,c,d", ["seed"] = "7" });
        foreach (var path in (string[])[folder.Clean(trained), folder.Faulty(trained)])
        {
            using var session = new InferenceSession(path);
            var metadata = session.ModelMetadata;
            Assert.Equal("BnnMl", metadata.ProducerName);
            Assert.Equal("7", metadata.CustomMetadataMap["seed"]);
            Assert.Equal("a,b,c,d", metadata.CustomMetadataMap["classes"]);
            Assert.Equal("C8-MP2-D5-C9v-FC33", metadata.CustomMetadataMap["bnnml.network"]);
            Assert.Equal("2x9x11", metadata.CustomMetadataMap["bnnml.input"]);
        }
    }

    [Fact]
    public void PredictedLabel_is_the_first_best_class()
    {
        using var folder = new ExportFolder();
        var network = RandomNetwork.Of("", MapShape.Features(3), 5, seed: 1);
        var same = new PackedNetwork(network.Spec, network.Encoding, [new PackedLayer(network.Spec.Plan()[0], [5, 0, 7, 7, 7], [])], [1, 1, 1, 1, 1], new float[5]);
        using var session = new InferenceSession(folder.Clean(same));
        using var features = OrtValue.CreateTensorValueFromMemory<float>([9, 8, 7], [1, 3]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, new Dictionary<string, OrtValue> { ["Features"] = features }, ["PredictedLabel", "Score"]);
        Assert.Equal([2L], outputs[0].GetTensorDataAsSpan<long>().ToArray());
        Assert.Equal([8f, -24f, 24f, 24f, 24f], outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void An_exported_file_holds_one_bit_per_weight()
    {
        using var folder = new ExportFolder();
        var spec = NetworkSpec.Parse("FC1024-FC512", MapShape.Features(512), 10);
        var (clean, faulty) = (new FileInfo(folder.Clean(RandomNetwork.Of(spec, 1))).Length, new FileInfo(folder.Faulty(RandomNetwork.Of(spec, 1))).Length);
        Assert.InRange(clean, spec.Bytes, spec.Bytes + 20_000);
        Assert.InRange(faulty, spec.Bytes, spec.Bytes + 40_000);
    }
}
