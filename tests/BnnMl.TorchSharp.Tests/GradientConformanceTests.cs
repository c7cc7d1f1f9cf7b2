using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Conformance")]
public sealed unsafe class GradientConformanceTests
{
    const int Samples = 24;

    public static TheoryData<string, int, int, int, string> Cases => new()
    {
        { "C5-MP2-C7-MP2-FC9", 1, 13, 12, "ce" },
        { "C64-D33-MP2-FC65", 3, 9, 7, "mhl:16" },
        { "C63v-C65v-MP2", 1, 11, 11, "mcel:4" },
        { "C16k5-D8k1-FC20", 2, 6, 6, "ce" },
        { "C33k1-MP2-D5-MP2-C1", 2, 8, 8, "mcel:9" },
        { "C20-C9k5-MP2-C17v", 1, 11, 10, "mhl:8" },
        { "FC65-FC63", 70, 1, 1, "ce" },
        { "FC30", 2, 5, 4, "ce" },
        { "FC300-FC2", 300, 1, 1, "mcel:2" },
        { "", 13, 1, 1, "ce" },
    };

    [TheoryNeeding(Need.LibTorch)]
    [MemberData(nameof(Cases))]
    public void One_step_has_the_native_engines_loss_and_gradients(string notation, int channels, int height, int width, string loss) =>
        Agree(notation, new(channels, height, width), new() { Loss = Loss.Parse(loss), BatchSize = Samples });

    [TheoryNeeding(Need.LibTorch)]
    [InlineData(FlipTargets.Weights, ErrorLifetime.Persistent, 0.1, 0.1)]
    [InlineData(FlipTargets.Weights, ErrorLifetime.Transient, 0.3, 0.05)]
    [InlineData(FlipTargets.Activations, ErrorLifetime.Persistent, 0.1, 0.1)]
    [InlineData(FlipTargets.Activations, ErrorLifetime.Transient, 0.02, 0.2)]
    [InlineData(FlipTargets.Weights | FlipTargets.Activations, ErrorLifetime.Transient, 0.1, 0.1)]
    public void So_it_has_with_the_bit_errors_of_a_chip(FlipTargets targets, ErrorLifetime lifetime, double rate01, double rate10) =>
        Agree("C13-D6-MP2-FC70", new(2, 8, 7), new() { BatchSize = Samples, BitErrors = BitErrorModel.Asymmetric(rate01, rate10) with { Targets = targets, Lifetime = lifetime } });

    [FactNeeding(Need.LibTorch)]
    public void So_it_has_with_weights_of_samples() => Agree("C8-MP2-FC16", new(1, 8, 8), new() { BatchSize = Samples }, weighted: true);

    static void Agree(string notation, MapShape shape, TrainingOptions options, bool weighted = false)
    {
        var spec = NetworkSpec.Parse(notation, shape, classes: 5);
        var data = Steps.Data(spec, Samples, weighted);
        var job = new TrainingJob(spec, new InputEncoding([0f], [1f], 100), data, null, options);
        var (rows, chip) = (Enumerable.Range(0, Samples).ToArray(), new Chip(7, 3));
        using var native = new TrainingNetwork(spec, 100, options.Loss, Samples, threads: 2, options.BitErrors);
        var nativeTrainee = new NativeTrainee(native);
        using var torchTrainee = new TorchTrainee(job, torch.CPU, reduced: false);
        var start = Steps.Latent(spec, seed: 5);
        nativeTrainee.Begin(start);
        torchTrainee.Begin(start);
        using var scope = torch.NewDisposeScope();
        var (loss, correct, gradients) = torchTrainee.Gradients(data, rows, options.BitErrors, chip);
        var (expectedLoss, expectedCorrect) = nativeTrainee.Step(data, new(1, 1, rows, 0.01, options.BitErrors, chip));
        Assert.Equal(expectedLoss / Samples, loss.item<float>(), 1e-4 * expectedLoss / Samples);
        Assert.Equal(expectedCorrect, correct.item<float>());
        foreach (var layer in native.Layers)
            Near(Weights(layer), WeightOrder.ToRows(layer.Plan, gradients[2 * layer.Plan.Index]).data<float>().ToArray(), layer.Plan.Name);
        var frozen = options.Loss is Loss.ModifiedHinge;
        foreach (var layer in native.Layers.SkipLast(frozen ? 1 : 0))
            Near(Vector(layer.Shift1, layer.Units), gradients[(2 * layer.Plan.Index) + 1].data<float>().ToArray(), layer.Plan.Name + "'s shifts");
        if (!frozen)
            Near([native.Output.Theta.Pointer[16] * 10], gradients[^1].data<float>().ToArray(), "scale");
    }

    /// <summary>After a first step from nothing, Adam's first moment is a tenth of the gradient.</summary>
    static float[] Weights(TrainingLayer layer)
    {
        var weights = new float[layer.Units * layer.K];
        for (var f = 0; f < layer.Units; f++)
            for (var k = 0; k < layer.K; k++)
                weights[(f * layer.K) + k] = AdamStep.Moment1(layer.Moment1.Pointer, layer.At(k, f)) * 10;
        return weights;
    }

    static float[] Vector(AlignedBuffer<float> values, int count) => [.. values.Span[..count].ToArray().Select(value => value * 10)];

    /// <summary>
    /// The native engine's gradients went through products of 16-bit numbers, of which every layer on the way back is one more: their error is about 10⁻³ of the largest with so few samples. What
    /// it keeps of a weight's first moment is rounded to 8 bits.
    /// </summary>
    static void Near(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= (3e-3 * largest) + (Math.Abs(expected[i]) / 512) + 1e-9, $"{what}, {i}: {expected[i]} natively, {actual[i]} by libtorch; the largest is {largest}");
    }
}
