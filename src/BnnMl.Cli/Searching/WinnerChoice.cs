using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>Chooses the trial whose network is trained in full. Every member of the front is within the byte limit: the space has no larger ones.</summary>
static class WinnerChoice
{
    internal static Trial Of(StudyResult study, WinnerKind kind)
    {
        WinnerRule rule = kind switch
        {
            WinnerKind.Best => new WinnerRule.HighestMetric(BinarizedTrial.RobustAccuracy),
            WinnerKind.Knee => new WinnerRule.Knee(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rule."),
        };
        return rule.Choose(study.Front, study.Definition.Objectives)[0];
    }

    internal static string Rule(WinnerKind kind) => kind switch
    {
        WinnerKind.Best => "best: highest accuracy averaged over bit error rates from 0 to 10 %",
        WinnerKind.Knee => "knee: nearest to the ideal point of clean error, tolerated bit error rate and bytes",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rule."),
    };
}
