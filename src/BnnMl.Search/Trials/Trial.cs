using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>
/// One evaluation of one candidate, as it stands: never changed, only replaced by its next state. A <see cref="Study"/> makes its own; whoever drives a tuner
/// by <see cref="ITuner.Ask"/> and <see cref="ITuner.Tell"/> makes them here.
/// </summary>
public sealed record Trial
{
    /// <summary>Its number, from 0, in the order of asking.</summary>
    public required int Id { get; init; }

    /// <summary>The genes it was made from.</summary>
    public required Genome Genome { get; init; }

    /// <summary>What is evaluated.</summary>
    public required Candidate Candidate { get; init; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; init; } = TrialState.Waiting;

    /// <summary>What it found; null unless it is complete.</summary>
    public TrialResult? Result { get; init; }

    /// <summary>Why it failed, or why it was stopped; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>How long its evaluation took; 0 unless it is over.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of searching until it was over, all runs of the study together; 0 unless it is over.</summary>
    public double FinishedAt { get; init; }

    /// <summary>What it said while it ran, in order; after a stop the reports of the new attempt only.</summary>
    public ImmutableArray<TrialReport> Reports { get; init; } = [];

    /// <summary>One value per objective; empty unless it is complete.</summary>
    public ImmutableArray<double> Objectives => Result?.Objectives ?? [];

    /// <summary>0 where it keeps every constraint.</summary>
    public double Violation => Result?.Violation ?? 0;

    /// <summary>Complete or failed: nothing more will come.</summary>
    public bool IsOver => State is TrialState.Complete or TrialState.Failed;
}
