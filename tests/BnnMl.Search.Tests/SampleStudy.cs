using System.Collections.Immutable;

namespace BnnMl.Search.Tests;

/// <summary>A real space with an evaluation by formula: larger networks err less, training with flips costs a little and tolerates more, bytes are the network's.</summary>
static class SampleStudy
{
    internal static SearchSpace Space { get; } = new(new MapShape(1, 28, 28), 10, new SearchSpaceOptions { MaxBytes = 100 * 1024 });

    internal static ObjectiveSet Objectives { get; } = ObjectiveSet.Default(100 * 1024);

    internal static StudyOptions Options { get; } = new() { Seed = 7, Workers = 2, MaxTrials = 40 };

    internal static Study Of(string? journal) => Of(Options with { Journal = journal });

    internal static Study Of(StudyOptions options) => new(Space, Objectives, () => new NsgaTuner(Space, Objectives, new NsgaOptions { Population = 8 }), options);

    internal static TrialResult Evaluate(TrialContext context, CancellationToken token) => Evaluate(context.Candidate);

    internal static TrialResult Evaluate(Candidate candidate)
    {
        var (network, training) = candidate;
        var error = Math.Clamp(0.05 + (0.4 / Math.Log2(2 + network.Macs / 10_000.0)) + (0.3 * training.BitErrorRate) + (0.1 * Math.Abs(Math.Log10(training.LearningRate / 0.005))), 0, 1);
        var tolerated = 0.02 + (0.8 * training.BitErrorRate) + (training.Loss == "ce" ? 0 : 0.01);
        ImmutableArray<CurvePoint> curve = [.. new[] { 0, 0.01, 0.05, 0.1, 0.2, 0.3 }.Select(ber => Point(ber, 1 - error, tolerated))];
        return new TrialResult
        {
            Objectives = [error, tolerated, network.Bytes],
            Metrics = ImmutableSortedDictionary<string, double>.Empty.Add("accuracy", 1 - error).Add("tolerated_ber_1", tolerated / 4).Add("tolerated_ber_5", tolerated),
            Curve = curve,
        };
    }

    static readonly Genome[] Genomes = [.. Enumerable.Range(0, 64).Select(id => Space.FromUnit([.. Enumerable.Range(0, Space.Genes.Length).Select(i => new AskAddress(1, id, 0).Uniform(i))]))];

    static readonly Candidate[] Candidates = [.. Genomes.Select(Space.Decode)];

    internal static Trial Trial(int id, params ReadOnlySpan<double> objectives)
    {
        return new Trial
        {
            Id = id,
            Genome = Genomes[id % Genomes.Length],
            Candidate = Candidates[id % Genomes.Length],
            State = TrialState.Complete,
            Result = new TrialResult { Objectives = ImmutableArray.Create(objectives) },
        };
    }

    /// <summary>Numbers and results of the trials as text, for comparing runs; times are left out.</summary>
    internal static string[] Fingerprint(StudyResult result) =>
        [.. result.Trials.Select(trial => $"{trial.Id} {trial.Genome} {trial.Candidate} {trial.State} {string.Join(' ', trial.Objectives)}")];

    static CurvePoint Point(double ber, double clean, double tolerated)
    {
        var mean = 0.1 + ((clean - 0.1) * Math.Exp(-Math.Pow(ber / (4 * tolerated), 2)));
        var band = 0.15 * Math.Sqrt(ber) * clean;
        return new CurvePoint(ber, mean, mean - band, mean + (band / 2));
    }
}
