using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Inference;

[Trait("Category", "Kernels")]
public class PackedClassifierTests
{
    const int Samples = 37;
    const FlipTargets All = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds;

    static readonly Chip Chip = new(100, 7);

    public static TheoryData<string, FlipTargets, ErrorLifetime> Errors => new()
    {
        { "C17-MP2-D9-FC33", FlipTargets.Weights, ErrorLifetime.Persistent },
        { "C17-MP2-D9-FC33", FlipTargets.Activations, ErrorLifetime.Persistent },
        { "C17-MP2-D9-FC33", All, ErrorLifetime.Persistent },
        { "C17-MP2-D9-FC33", FlipTargets.Thresholds, ErrorLifetime.Transient },
        { "C17-MP2-D9-FC33", FlipTargets.Activations, ErrorLifetime.Transient },
        { "C17-MP2-D9-FC33", All, ErrorLifetime.Transient },
        { "FC65-FC20", All, ErrorLifetime.Persistent },
        { "FC65-FC20", All, ErrorLifetime.Transient },
        { "", All, ErrorLifetime.Transient },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Scores_under_errors_equal_the_reference_with_the_same_flips(string notation, FlipTargets targets, ErrorLifetime lifetime)
    {
        var (network, data) = Make(notation);
        foreach (var errors in new[] { BitErrorModel.Symmetric(0.05), BitErrorModel.Asymmetric(0.2, 0.01) })
        {
            var model = errors with { Targets = targets, Lifetime = lifetime };
            var scores = new PackedClassifier(network, data, threads: 2).Scores(model, Chip);
            for (var sample = 0; sample < Samples; sample++)
            {
                var expected = Reference(network, data, model, sample);
                for (var c = 0; c < data.Classes; c++)
                    Assert.True(BitConverter.SingleToUInt32Bits(expected[c]) == BitConverter.SingleToUInt32Bits(scores[sample, c]), $"{notation}, {model}, sample {sample}, class {c}");
            }
        }
    }

    [Fact]
    public void Accuracy_is_the_share_of_right_predictions_whatever_the_number_of_threads()
    {
        var (network, data) = Make("C17-MP2-FC33");
        foreach (var errors in new[] { null, BitErrorModel.Symmetric(0.1) with { Targets = All }, BitErrorModel.Symmetric(0.1) with { Targets = All, Lifetime = ErrorLifetime.Transient } })
        {
            var right = Enumerable.Range(0, Samples).Count(sample => Argmax(Reference(network, data, errors, sample)) == data.Labels[sample]);
            foreach (var threads in new[] { 0, 1, 2, 5 })
                Assert.Equal(right / (double)Samples, new PackedClassifier(network, data, threads).Accuracy(errors, Chip, default));
        }
    }

    [Theory]
    [InlineData("C9-MP2-FC33-FC70")]
    [InlineData("FC65")]
    public void Any_number_of_samples_and_threads_gives_what_each_sample_gives_alone(string notation)
    {
        var shape = new MapShape(1, 4, 4);
        var network = RandomNetwork.Of(notation, shape, 3, 5);
        var (all, predictor) = (RandomNetwork.Inputs(shape, 3, 1300, 6), new Predictor(network));
        var expected = Enumerable.Range(0, all.Count).Select(i => predictor.Predict(all.Row(i))).ToArray();
        foreach (var count in new[] { 1, 15, 16, 17, 63, 64, 65, 130, 257, 511, 512, 513, 527, 528, 1024, 1300 })
            foreach (var threads in new[] { 1, 2, 5 })
                Assert.True(expected.AsSpan(0, count).SequenceEqual(new PackedClassifier(network, all.Take(count), threads).Predict()), $"{count} samples, {threads} threads");
    }

    [Theory]
    [InlineData(ErrorLifetime.Persistent)]
    [InlineData(ErrorLifetime.Transient)]
    public void Blocks_number_their_samples_and_remember_their_own_first_layer(ErrorLifetime lifetime)
    {
        var shape = new MapShape(1, 4, 5);
        var network = RandomNetwork.Of("C40-MP2-FC33", shape, 3, 5);
        var (data, scores) = (RandomNetwork.Inputs(shape, 3, 1100, 6), new float[3]); // two blocks of 512 and a rest
        var classifier = new PackedClassifier(network, data, threads: 2);
        foreach (var (rate, chip) in new[] { (0.02, 1), (0.02, 2), (0.1, 3), (0.5, 3), (0.02, 1) })
        {
            var errors = BitErrorModel.Symmetric(rate) with { Targets = lifetime == ErrorLifetime.Transient ? FlipTargets.Activations : All, Lifetime = lifetime };
            var all = classifier.Scores(errors, new Chip(chip));
            var predictor = new Predictor(lifetime == ErrorLifetime.Transient ? network : BitFlips.Apply(network, errors, new Chip(chip)));
            for (var sample = 0; sample < data.Count; sample++)
            {
                predictor.Scores(data.Row(sample), errors, new Chip(chip), sample, scores);
                Assert.True(scores.SequenceEqual(Enumerable.Range(0, 3).Select(c => all[sample, c])), $"rate {rate}, chip {chip}, sample {sample}");
            }
        }
    }

    [Fact]
    public void Chip_after_chip_equals_a_classifier_of_its_own_for_each()
    {
        var (network, data) = Make("C17-MP2-D9-FC33");
        var classifier = new PackedClassifier(network, data, threads: 2);
        foreach (var (rate, chip) in new[] { (0.001, 1), (0.02, 1), (0.02, 2), (0.3, 3), (0, 1), (0.02, 2) })
        {
            var errors = BitErrorModel.Symmetric(rate) with { Targets = All };
            Assert.Equal(new PackedClassifier(network, data, threads: 1).Scores(errors, new Chip(chip)).Cast<float>(), classifier.Scores(errors, new Chip(chip)).Cast<float>());
            Assert.Equal(Reference(network, data, errors, 36, new Chip(chip)), Enumerable.Range(0, 4).Select(c => classifier.Scores(errors, new Chip(chip))[36, c]));
        }
    }

    [Fact]
    public void Calls_from_several_threads_do_not_disturb_each_other()
    {
        var (network, data) = Make("C17-MP2-FC33");
        var classifier = new PackedClassifier(network, data, threads: 2);
        var errors = BitErrorModel.Symmetric(0.1) with { Targets = All };
        var alone = Enumerable.Range(0, 24).Select(number => classifier.Accuracy(errors, new Chip(number), default)).ToArray();
        var together = new double[alone.Length];
        Parallel.For(0, together.Length, number => together[number] = classifier.Accuracy(errors, new Chip(number), default));
        Assert.Equal(alone, together);
        Assert.True(alone.Distinct().Count() > 3);
    }

    [Fact]
    public void A_clean_run_after_a_corrupted_one_is_clean()
    {
        var (network, data) = Make("C17-MP2-FC33");
        var classifier = new PackedClassifier(network, data, threads: 2);
        var clean = classifier.Scores();
        foreach (var lifetime in new[] { ErrorLifetime.Persistent, ErrorLifetime.Transient })
        {
            var corrupted = classifier.Scores(BitErrorModel.Symmetric(0.2) with { Targets = All, Lifetime = lifetime }, Chip);
            Assert.NotEqual(clean.Cast<float>(), corrupted.Cast<float>());
            Assert.Equal(clean.Cast<float>(), classifier.Scores().Cast<float>());
        }
    }

    [Fact]
    public void Rate_0_changes_nothing()
    {
        var (network, data) = Make("C17-MP2-FC33");
        var classifier = new PackedClassifier(network, data);
        Assert.Equal(classifier.Predict(), classifier.Predict(BitErrorModel.Symmetric(0) with { Targets = All }, Chip));
    }

    [Fact]
    public void A_cancelled_run_throws_and_the_next_one_works()
    {
        var (network, data) = Make("FC20");
        var classifier = new PackedClassifier(network, data);
        Assert.ThrowsAny<OperationCanceledException>(() => classifier.Accuracy(null, Chip, new CancellationToken(canceled: true)));
        Assert.InRange(classifier.Accuracy(null, Chip, default), 0, 1);
    }

    [Fact]
    public void Data_of_another_shape_or_number_of_classes_are_refused()
    {
        var network = RandomNetwork.Of("C8", new MapShape(1, 4, 4), 3, 1);
        Assert.Throws<ArgumentException>(() => new PackedClassifier(network, RandomNetwork.Inputs(new MapShape(1, 4, 5), 3, 2, 1)));
        Assert.Throws<ArgumentException>(() => new PackedClassifier(network, RandomNetwork.Inputs(new MapShape(1, 4, 4), 4, 2, 1)));
    }

    static (PackedNetwork Network, EncodedDataset Data) Make(string notation)
    {
        var shape = new MapShape(2, 6, 7);
        return (RandomNetwork.Of(notation, shape, 4, 3), RandomNetwork.Inputs(shape, 4, Samples, 4));
    }

    /// <summary>Flips by the definition: a corrupted copy of the network, and each hidden map packed, flipped and unpacked.</summary>
    static float[] Reference(PackedNetwork network, EncodedDataset data, BitErrorModel? errors, int sample) => Reference(network, data, errors, sample, Chip);

    static float[] Reference(PackedNetwork network, EncodedDataset data, BitErrorModel? errors, int sample, Chip chip) => errors is null
        ? ReferenceNetwork.Run(network, data.Row(sample)).Scores
        : ReferenceNetwork.Run(BitFlips.Apply(network, errors, chip, sample), data.Row(sample), (layer, map) =>
        {
            var words = ReferenceBits.Signs(map);
            BitFlips.Activations(layer, errors, chip, sample, words);
            for (var i = 0; i < map.Length; i++)
                map[i] = BitPack.Get(words, i) ? 1 : -1;
        }).Scores;

    static int Argmax(float[] scores) => Array.IndexOf(scores, scores.Max());
}
