namespace BnnMl.Engine.Tests.Training;

[Trait("Category", "Kernels")]
public unsafe class TrainingStepTests
{
    const int Samples = 19; // neither whole chunks nor whole tiles

    public static TheoryData<string, int, int, int, string, int> Cases => new()
    {
        { "C5-MP2-C7-MP2-FC9", 1, 13, 12, "ce", Samples },
        { "C64-D33-MP2-FC65", 3, 9, 7, "mhl:16", Samples },
        { "C63v-C65v-MP2", 1, 11, 11, "mcel:4", Samples },
        { "C16k5-D8k1-FC20", 2, 6, 6, "ce", Samples },
        { "C33k1-MP2-D5-MP2-C1", 2, 8, 8, "ce", Samples },
        { "C20-C9k5-MP2-C17v", 1, 11, 10, "mhl:8", Samples },
        { "FC65-FC63", 70, 1, 1, "ce", Samples },
        { "FC300-FC1", 300, 1, 1, "mcel:2", Samples },
        { "FC9-FC601", 20, 1, 1, "ce", Samples }, // more units than share a unit of numbers
        { "", 13, 1, 1, "ce", Samples },
        { "C3-C80", 1, 7, 7, "ce", Samples },           // more units than share a unit of numbers, of a convolution
        { "C4-C4", 1, 23, 23, "ce", 3 },                // as many as share one, hardly
        { "C4-C4-MP2", 1, 44, 44, "ce", 3 },            // the same, pooled
        { "C4-C4", 1, 28, 28, "ce", 3 },                // more positions than share one
        { "C3-C4-MP2", 1, 50, 52, "ce", 2 },            // the same, pooled
        { "C3-C3", 1, 130, 90, "ce", 2 },               // many times more
        { "FC70-FC65", 9, 1, 1, "ce", 130 },            // more than two blocks of samples
        { "FC65-FC63", 9, 1, 1, "ce", 600 },            // more samples than share a unit
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_plain_loops_forward_and_backward(string notation, int channels, int height, int width, string loss, int samples) =>
        Agree(notation, new(channels, height, width), loss, samples, (n, i) => (i / 7) % 3 == n % 3, [.. Enumerable.Range(0, samples).Select(n => n * 0.5f)]); // runs that count as 0; sample 0 counts for nothing

    /// <summary>Where most of an image is background, many positions have the same z, so the same gradient and the same rounding error.</summary>
    [Theory]
    [InlineData("C8-C16", 16, 64, 1)]
    [InlineData("C8-C16", 16, 64, 4)]
    [InlineData("C8-C16", 23, 32, 4)]
    [InlineData("C8-C16-MP2", 14, 128, 1)]
    [InlineData("C4-C4-MP2", 44, 8, 2)]
    public void Does_so_with_flat_backgrounds(string notation, int side, int samples, int every) =>
        Agree(notation, new(1, side, side), "ce", samples, (_, i) => i % side is < 2 or > 4, [.. Enumerable.Range(0, samples).Select(n => n % every == 0 ? 1f : 0f)]);

    /// <param name="notation">The network.</param>
    /// <param name="input">Its input.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="samples">The batch.</param>
    /// <param name="isZero">Whether input i of sample n is the zero point.</param>
    /// <param name="weights">Of the samples.</param>
    static void Agree(string notation, MapShape input, string loss, int samples, Func<int, int, bool> isZero, float[] weights)
    {
        var spec = NetworkSpec.Parse(notation, input, classes: 5);
        var drawn = RandomNetwork.Inputs(spec.Input, 5, samples, seed: 3);
        byte[] bytes = [.. Enumerable.Range(0, samples).SelectMany(n => drawn.Row(n).ToArray().Select((q, i) => isZero(n, i) ? (byte)100 : q))];
        var data = new EncodedDataset(spec.Input, 5, bytes, drawn.Labels.ToArray(), weights);
        using var network = new TrainingNetwork(spec, zeroPoint: 100, Loss.Parse(loss), samples, threads: 2, errors: null);
        new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, seed: 1));
        foreach (var layer in network.Layers.SkipLast(1))
            for (var f = 0; f < layer.Units; f++)
                layer.Shift.Pointer[f] = Shift(layer.Plan.Index, f);
        network.Input.Choose(data, [.. Enumerable.Range(0, samples)]);
        network.Forward();
        var scale = network.Output.Scale;
        var rows = network.Layers.Select(layer => new ulong[layer.Units * layer.Words]).ToArray();
        foreach (var layer in network.Layers)
            WeightErrors.ToRows(layer, rows[layer.Plan.Index]);
        var words = network.Layers.Select(layer => layer.Words).ToArray();
        var reference = new ReferenceStep(spec.Plan(), (layer, k, f) => BitPack.Get(rows[layer].AsSpan(f * words[layer]), k) ? 1 : -1, Shift,
            [.. Enumerable.Range(0, samples).Select(n => data.Row(n).ToArray().Select(q => q - 100).ToArray())],
            (n, z) => [.. LossReference.Gradient(Loss.Parse(loss), z, data.Labels[n], scale).Select(d => d * weights[n] / weights.Sum())]);
        network.Backward(StepOf(1, 0.001));
        foreach (var layer in network.Layers)
        {
            Forward(layer, samples, reference.Pooled[layer.Plan.Index].Z);
            Gradient(layer, reference.Gradients[layer.Plan.Index]);
            if (layer != network.Layers[^1])
                Shifts(layer, reference.ShiftGradients[layer.Plan.Index]);
        }
    }

    static float Shift(int layer, int unit) => (((unit * 7) + layer) % 11 - 5) * 0.13f;

    static void Shifts(TrainingLayer layer, double[] expected)
    {
        var largest = expected.Max(Math.Abs);
        for (var f = 0; f < layer.Units; f++)
        {
            Assert.Equal(expected[f], layer.Shift1.Pointer[f] * 10, tolerance: (1e-2 * largest) + 1e-12);
            if (Math.Abs(expected[f]) > 0.05 * largest)
                Assert.Equal(-Math.Sign(expected[f]), Math.Sign(layer.Shift.Pointer[f] - Shift(layer.Plan.Index, f)));
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        var spec = NetworkSpec.Parse("C8-D8-MP2-FC16", new MapShape(1, 8, 8), classes: 3);
        var data = RandomNetwork.Inputs(spec.Input, 3, Samples, seed: 3);
        var errors = BitErrorModel.Asymmetric(0.1, 0.2) with { Targets = FlipTargets.Weights | FlipTargets.Activations };
        using var network = new TrainingNetwork(spec, zeroPoint: 0, new Loss.CrossEntropy(), Samples, threads: 1, errors);
        new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, seed: 1));
        network.Input.Choose(data, [.. Enumerable.Range(0, Samples)]);
        network.Errors = errors;
        void Step(int step)
        {
            network.Chip = TrainingStreams.Chip(1, TrainingStreams.Chips, step);
            network.Forward();
            network.Backward(StepOf(step, 0.01));
        }

        Step(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step(2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    static TrainingStep StepOf(long number, double learningRate) => new(number, 10, default, learningRate, null, default);

    static void Forward(TrainingLayer layer, int samples, int[][] expected)
    {
        for (var n = 0; n < samples; n++)
            for (var i = 0; i < expected[n].Length; i++)
                Assert.Equal(expected[n][i], layer.Z.Pointer[layer.HasSampleLanes ? layer.LanesAt(n / 64, i) + (n % 64) : (((n * layer.Positions) + (i / layer.Units)) * layer.Pitch) + (i % layer.Units)]);
    }

    /// <summary>
    /// After a first step from nothing, Adam's first moment is a tenth of the gradient. Gradients go through products of 16-bit numbers (<see cref="FixedPoint"/>): a product of n numbers is off by
    /// n / 141,000 of its usual size as a rule, 0.2 % with 300 units, and the largest of thousands of errors is some times that; one number that is missing among 601 would be 4 %. The root of the mean
    /// square error stays below 1 % of the gradient's, however many positions there are.
    /// </summary>
    static void Gradient(TrainingLayer layer, double[,] expected)
    {
        double largest = expected.Cast<double>().Max(Math.Abs), squares = 0, errors = 0;
        for (var k = 0; k < layer.K; k++)
            for (var f = 0; f < layer.Units; f++)
            {
                var got = AdamStep.Moment1(layer.Moment1.Pointer, layer.At(k, f)) * 10;
                Assert.Equal(expected[k, f], got, tolerance: (1e-2 * largest) + 1e-12);
                (squares, errors) = (squares + (expected[k, f] * expected[k, f]), errors + ((got - expected[k, f]) * (got - expected[k, f])));
            }

        Assert.True(errors <= 1e-4 * squares, $"{layer.Plan.Name}: root of the mean square error {Math.Sqrt(errors / squares):P2} of the gradient's");
    }
}
