namespace BnnMl.Conformance.Tests;

/// <summary>The packed engine and ONNX Runtime make the same scores of the same network, to the last bit.</summary>
[Trait("Category", "Conformance")]
public sealed class OnnxConformanceTests
{
    /// <summary>Word borders, odd maps, every kind of layer, no hidden layer, tables and images.</summary>
    public static TheoryData<string> Networks { get; } =
    [
        "C1-C63-C64-C65-FC10 | 1x5x6 | 3 | pixels",
        "C8-MP2-D5-D16-MP2-FC33 | 3x11x9 | 4 | tensor",
        "C65v-C7k1-MP2-C9k5-FC64-FC65 | 2x10x13 | 5 | features",
        "C64k5-MP2-D1-MP2-C128k1 | 1x13x15 | 10 | pixels",
        "C16v-C16v-C8v | 3x7x7 | 2 | pixels",
        "C16-MP2-C32-MP2-FC64 | 1x28x28 | 10 | pixels",
        "FC1-FC63-FC64-FC65 | 70x1x1 | 6 | features",
        "FC128 | 3x5x7 | 10 | tensor",
        "C5k1-D6k1-FC9 | 13x1x1 | 3 | features",
        " | 65x1x1 | 7 | features",
        " | 1x6x6 | 2 | pixels",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_clean_file_gives_the_engine_s_scores(string network)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var data = Case.Of(network, samples: 20, seed);
            using var file = ExportedFile.Clean(data.Network);
            Assert.Equal(data.EngineScores(), file.Scores(data));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_faulty_file_without_errors_gives_the_engine_s_scores(string network)
    {
        var data = Case.Of(network, samples: 20);
        using var file = ExportedFile.Faulty(data.Network);
        Assert.Equal(data.EngineScores(), file.Scores(data));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_same_errors_give_the_same_scores(string network)
    {
        var data = Case.Of(network, samples: 9);
        using var file = ExportedFile.Faulty(data.Network, batchSize: 4);
        foreach (var errors in Models([0, 0.001, 0.1, 0.5, 1]))
        {
            var (chip, first) = (new Chip(100 + (int)errors.Targets, 7), 1_000_003L);
            Assert.Equal(data.EngineScores(errors, chip, first), file.Scores(data, errors, chip, first));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(256)]
    public void Scores_do_not_depend_on_the_batch_size(int batchSize)
    {
        var data = Case.Of("C9-MP2-D8-FC65 | 2x9x8 | 5 | pixels", samples: 300);
        using var clean = ExportedFile.Clean(data.Network, batchSize);
        using var faulty = ExportedFile.Faulty(data.Network, batchSize);
        Assert.Equal(data.EngineScores(), clean.Scores(data));
        Assert.Equal(data.EngineScores(), faulty.Scores(data));
        foreach (var errors in (BitErrorModel[])[BitErrorModel.Symmetric(0.01), BitErrorModel.Symmetric(0.01) with { Targets = FlipTargets.Activations, Lifetime = ErrorLifetime.Transient }])
            Assert.Equal(data.EngineScores(errors, new Chip(100), firstSample: 12), faulty.Scores(data, errors, new Chip(100), firstSample: 12));
    }

    [Fact]
    public void Chips_and_seeds_are_the_engine_s_up_to_the_largest()
    {
        var data = Case.Of("C9-MP2-FC65 | 1x6x6 | 3 | pixels", samples: 3);
        var errors = BitErrorModel.Symmetric(0.2) with { Targets = FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds };
        using var file = ExportedFile.Faulty(data.Network);
        var all = new List<float[]>();
        foreach (var chip in (Chip[])[new(0), new(1), new(149), new(0, 1), new(int.MaxValue), new(int.MaxValue, int.MaxValue)])
        {
            all.Add(file.Scores(data, errors, chip));
            Assert.Equal(data.EngineScores(errors, chip), all[^1]);
        }

        Assert.Equal(all.Count, all.DistinctBy(scores => string.Join(' ', scores)).Count());
    }

    [Fact]
    public void Rates_are_the_engine_s_down_to_the_smallest()
    {
        var data = Case.Of("FC512-FC512 | 512x1x1 | 10 | pixels", samples: 2);
        using var file = ExportedFile.Faulty(data.Network);
        foreach (var rate in (double[])[double.Epsilon, 1e-12, 1.16e-10, 1.17e-10, 1e-6, 1e-4, 1 / 3.0, 0.9999999999, 1 - 1e-7])
        {
            var errors = BitErrorModel.Symmetric(rate) with { Targets = FlipTargets.Weights | FlipTargets.Thresholds };
            Assert.Equal(data.EngineScores(errors, new Chip(5)), file.Scores(data, errors, new Chip(5)));
        }
    }

    static IEnumerable<BitErrorModel> Models(double[] rates) =>
        from rate in rates
        from targets in (FlipTargets[])[FlipTargets.Weights, FlipTargets.Activations, FlipTargets.Thresholds, FlipTargets.Weights | FlipTargets.Activations | FlipTargets.Thresholds]
        from lifetime in (ErrorLifetime[])[ErrorLifetime.Persistent, ErrorLifetime.Transient]
        select BitErrorModel.Symmetric(rate) with { Targets = targets, Lifetime = lifetime };
}
