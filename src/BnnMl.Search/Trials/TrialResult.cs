using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>What an evaluation found.</summary>
public sealed record TrialResult
{
    /// <summary>One finite value per objective of the study, in its order.</summary>
    public required ImmutableArray<double> Objectives { get; init; }

    /// <summary>0 where every constraint is kept, else by how much they are broken in all; feasible trials come before all others.</summary>
    public double Violation { get; init; }

    /// <summary>Further finite numbers by name: "accuracy", "tolerated_ber_1", "seconds_training"…</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Accuracy over bit error rate, by ascending rate; may be empty.</summary>
    public ImmutableArray<CurvePoint> Curve { get; init; } = [];

    /// <summary>Why this can't be a result for <paramref name="objectives"/> objectives; null when it can.</summary>
    internal string? Defect(int objectives)
    {
        if (Objectives.IsDefault || Objectives.Length != objectives)
            return $"the evaluation returned {(Objectives.IsDefault ? 0 : Objectives.Length)} objectives, the study has {objectives}";
        if (!Objectives.All(double.IsFinite))
            return $"the evaluation returned objectives that are not finite: {string.Join(", ", Objectives)}";
        if (!(Violation >= 0) || !double.IsFinite(Violation))
            return $"the evaluation returned a violation of {Violation}, which is not a finite number of 0 or more";
        if (Metrics.FirstOrDefault(metric => !double.IsFinite(metric.Value)) is { Key: not null } metric)
            return $"the evaluation returned {metric.Value} for the metric \"{metric.Key}\", which is not finite";
        return Curve.Any(point => !double.IsFinite(point.BitErrorRate + point.Mean + point.Low + point.High)) ? "the evaluation returned a curve with values that are not finite" : null;
    }
}
