using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>What an evaluation is given.</summary>
public sealed class TrialContext
{
    readonly Action<TrialReport> report;

    internal TrialContext(Trial trial, long studySeed, Action<TrialReport> report) => (Trial, Seed, this.report) = (trial, SeedOf(studySeed, trial.Id), report);

    /// <summary>The trial.</summary>
    public Trial Trial { get; }

    /// <summary>What to evaluate.</summary>
    public Candidate Candidate => Trial.Candidate;

    /// <summary>Seed of this evaluation, a function of the study's seed and the trial's number; in [0, 2^31), so that it fits any seed parameter.</summary>
    public int Seed { get; }

    /// <summary>Says how the evaluation goes; a committed row of the journal when the call returns.</summary>
    /// <param name="step">E.g. the epoch.</param>
    /// <param name="values">The objectives as they stand; NaN where one is not known yet.</param>
    /// <exception cref="OperationCanceledException">The journal could not be written: the study is over.</exception>
    public void Report(int step, params ReadOnlySpan<double> values) => report(new TrialReport(step, ImmutableArray.Create(values)));

    /// <summary>Seed of the evaluation of that trial, in [0, 2^31).</summary>
    public static int SeedOf(long studySeed, int trial) => (int)(AddressedRandom.Word(AddressedRandom.Key(studySeed, SeedPurpose), (ulong)trial) >> 33);

    const ulong SeedPurpose = ulong.MaxValue / 3;
}
