using BnnMl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Transformers;

public sealed class ApplyOnnxModelWithBitErrorsTests : IDisposable
{
    readonly MLContext ml = new(1);
    readonly TemporaryFolder folder = new();
    readonly PackedNetwork network = RandomNetwork.Of("FC24-FC16", MapShape.Features(TinyRow.Features), 3, seed: 7);

    public ApplyOnnxModelWithBitErrorsTests()
    {
        OnnxExporter.WriteFaulty(network, folder["faulty.onnx"]);
        OnnxExporter.Write(network, folder["clean.onnx"]);
    }

    [Theory]
    [InlineData(0, 0, ErrorLifetime.Persistent)]
    [InlineData(0.05, 0, ErrorLifetime.Persistent)]
    [InlineData(0.05, 0.1, ErrorLifetime.Persistent)]
    [InlineData(0.05, 0.05, ErrorLifetime.Transient)]
    [InlineData(0, 0.1, ErrorLifetime.Transient)]
    public void Scores_under_errors_are_the_packed_engines(double weights, double activations, ErrorLifetime lifetime)
    {
        var found = Logits(new() { Path = folder["faulty.onnx"], BitErrorRate = weights, ActivationErrorRate = activations, Chip = new(9), Lifetime = lifetime });
        Assert.Equal(Expected(weights, activations, lifetime), found);
    }

    [Fact]
    public void The_short_form_is_the_chip_of_its_seed()
    {
        var data = TinyPipeline.View(ml);
        var first = ml.Transforms.ApplyOnnxModelWithBitErrors(folder["faulty.onnx"], 0.1, seed: 4).Fit(data).Transform(data).GetColumn<float[]>("Score").SelectMany(x => x);
        var second = ml.Transforms.ApplyOnnxModelWithBitErrors(new() { Path = folder["faulty.onnx"], BitErrorRate = 0.1, Chip = new(4) }).Fit(data).Transform(data).GetColumn<float[]>("Score").SelectMany(x => x);
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_clean_file_serves_without_errors_and_is_refused_with_them()
    {
        Assert.Equal(Expected(0, 0, ErrorLifetime.Persistent), Logits(new() { Path = folder["clean.onnx"] }));
        Assert.Contains("can't flip", Assert.Throws<NotSupportedException>(() => ml.Transforms.ApplyOnnxModelWithBitErrors(folder["clean.onnx"], 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transformer_disposed_while_others_score_ends_them_with_an_exception()
    {
        var data = TinyPipeline.View(ml, TinyRow.Many(20_000));
        for (var round = 0; round < 3; round++)
        {
            var transformer = ml.Transforms.ApplyOnnxModelWithBitErrors(folder["faulty.onnx"], 0.01).Fit(data);
            var tasks = Enumerable.Range(0, 3).Select(_ => Task.Run(() => transformer.Transform(data).GetColumn<uint>("PredictedLabel").Count())).ToArray();
            await Task.Delay(30);
            transformer.Dispose();
            Assert.ThrowsAny<ObjectDisposedException>(() => transformer.Transform(data).GetColumn<uint>("PredictedLabel").Count());
            foreach (var task in tasks)
                Assert.True(await task.ContinueWith(done => done.IsCompletedSuccessfully || done.Exception!.InnerException is ObjectDisposedException, TaskScheduler.Default));
        }
    }

    [Fact]
    public void The_log_says_what_runs_the_file()
    {
        var log = new List<string>();
        ml.Log += (_, message) => log.Add(message.Message);
        using var model = ml.Transforms.ApplyOnnxModelWithBitErrors(folder["faulty.onnx"]).Fit(TinyPipeline.View(ml));
        Assert.Contains(log, line => line.Contains(model.Provider == "CPU" ? "runs on the CPU" : "runs on CUDA", StringComparison.Ordinal));
    }

    [Fact]
    public void Rates_outside_0_to_1_are_refused_by_name() =>
        Assert.Contains("ActivationErrorRate is 2", Assert.Throws<ArgumentException>(() => ml.Transforms.ApplyOnnxModelWithBitErrors(folder["faulty.onnx"], activationErrorRate: 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Saving_it_is_refused_with_what_to_do()
    {
        using var model = ml.Transforms.ApplyOnnxModelWithBitErrors(folder["faulty.onnx"]).Fit(TinyPipeline.View(ml));
        Assert.Contains("append it again", Assert.Throws<NotSupportedException>(() => ml.Model.Save(model, null, folder["model.zip"])).Message, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    float[] Logits(ApplyOnnxModelWithBitErrorsOptions options)
    {
        var data = TinyPipeline.View(ml);
        using var model = ml.Transforms.ApplyOnnxModelWithBitErrors(options with { ScoreForm = ScoreForm.Logits }).Fit(data);
        return [.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(x => x)];
    }

    /// <summary>By the packed engine, row by row.</summary>
    float[] Expected(double weights, double activations, ErrorLifetime lifetime)
    {
        var (onWeights, onActivations) = (BitErrorModel.Symmetric(weights) with { Lifetime = lifetime }, BitErrorModel.Symmetric(activations) with { Targets = FlipTargets.Activations, Lifetime = lifetime });
        var (chip, predictor) = (new Chip(9), new Predictor(network, KernelSelector.Selected, 1));
        var (bytes, scores) = (new byte[TinyRow.Features], new float[3]);
        return [.. TinyRow.Many().SelectMany((row, i) =>
        {
            predictor.LoadCorrupted(network, onWeights, chip, lifetime == ErrorLifetime.Transient ? i : 0);
            network.Encoding.Encode(row.Values, network.Spec.Input, bytes);
            predictor.Scores(bytes, onActivations, chip, i, scores);
            return scores.ToArray();
        })];
    }
}
