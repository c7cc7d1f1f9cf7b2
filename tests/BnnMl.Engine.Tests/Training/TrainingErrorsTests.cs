namespace BnnMl.Engine.Tests.Training;

/// <summary>The forward pass of training under bit errors, and at the ends of what 8-bit inputs can be.</summary>
[Trait("Category", "Kernels")]
public unsafe class TrainingErrorsTests
{
    static readonly BitErrorModel errors = BitErrorModel.Asymmetric(0.1, 0.2) with { Targets = FlipTargets.Weights | FlipTargets.Activations };

    [Theory]
    [InlineData("FC65-FC63", 70, 1, 1, 100)]
    [InlineData("FC130-FC17-FC16", 131, 1, 1, 129)]
    [InlineData("C5-MP2-FC9-FC70", 1, 13, 12, 35)]
    [InlineData("C8", 1, 6, 6, 35)]
    [InlineData("", 13, 1, 1, 35)]
    public void Dense_layers_read_flipped_bits_and_weights_and_make_flipped_bits(string notation, int channels, int height, int width, int count)
    {
        var spec = NetworkSpec.Parse(notation, new MapShape(channels, height, width), classes: 5);
        var data = RandomNetwork.Inputs(spec.Input, 5, count, seed: 3);
        using var network = new TrainingNetwork(spec, zeroPoint: 100, new Loss.CrossEntropy(), count, threads: 2, errors);
        new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, seed: 1));
        network.Input.Choose(data, [.. Enumerable.Range(0, count)]);
        (network.Errors, network.Chip) = (errors, TrainingStreams.Chip(1, TrainingStreams.Chips, 9));
        network.Forward();
        foreach (var layer in network.Layers.Where(layer => !layer.IsConvolution))
        {
            var rows = new ulong[layer.Units * layer.Words];
            WeightErrors.ToRows(layer, rows);
            BitFlips.Weights(layer.Plan, rows, errors, network.Chip, 0, rows);
            for (var n = 0; n < count; n++)
            {
                int[] inputs = [.. Enumerable.Range(0, layer.K).Select(k => Input(network, data, layer.Plan.Index, n, k))];
                var bits = new ulong[layer.OutWords];
                for (var f = 0; f < layer.Units; f++)
                {
                    var z = inputs.Select((x, k) => BitPack.Get(rows.AsSpan(f * layer.Words), k) ? x : -x).Sum();
                    Assert.Equal(z, Z(layer, n, f));
                    if (((z - layer.Mean.Pointer[f]) * layer.Inverse.Pointer[f]) + layer.Shift.Pointer[f] >= 0)
                        bits[f / 64] |= 1UL << f;
                }

                if (!layer.HasSampleLanes)
                    continue;
                BitFlips.Activations(layer.Plan, errors, network.Chip, n, bits);
                Assert.Equal(bits, new ReadOnlySpan<ulong>(layer.Out.Pointer + (n * layer.OutWords), layer.OutWords).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Extreme_bytes_do_not_overflow(byte zeroPoint)
    {
        foreach (var k in (int[])[119, 120, 121, 149, 150, 151, 300, 784])
        {
            var spec = NetworkSpec.Parse("FC33", MapShape.Features(k), classes: 5);
            var bytes = new byte[3 * k];
            Array.Fill(bytes, (byte)(255 - zeroPoint));
            using var network = new TrainingNetwork(spec, zeroPoint, new Loss.CrossEntropy(), 3, threads: 1, errors: null);
            new NativeTrainee(network).Begin(LatentNetwork.Initial(spec, seed: 1));
            network.Layers[0].Weights.Span.Fill(0.5f);
            network.PackBits();
            network.Input.Choose(new(spec.Input, 5, bytes, [0, 1, 2]), [0, 1, 2]);
            network.Forward();
            for (var f = 0; f < 33; f++)
                Assert.Equal((zeroPoint == 0 ? 255 : -255) * k, Z(network.Layers[0], 2, f));
        }
    }

    static float Z(TrainingLayer layer, int n, int f) => layer.Z.Pointer[layer.HasSampleLanes ? layer.LanesAt(n / 64, f) + (n % 64) : (n * layer.Pitch) + f];

    static int Input(TrainingNetwork network, EncodedDataset data, int layer, int n, int k)
    {
        if (layer == 0)
            return data.Row(n)[k] - 100;
        var previous = network.Layers[layer - 1];
        return BitPack.Get(new ReadOnlySpan<ulong>(previous.Out.Pointer + (n * previous.OutWords), previous.OutWords), k) ? 1 : -1;
    }
}
