using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>Chooses the trial whose network is trained in full. Every member of the front is within the byte limit: the space has no larger ones.</summary>
static class WinnerChoice
{
    internal static Trial Of(StudyResult study, WinnerKind kind) => kind switch
    {
        WinnerKind.Best => study.Front.OrderByDescending(FrontView.Robust).ThenBy(trial => trial.Candidate.Network.Bytes).ThenBy(trial => trial.Id).First(),
        WinnerKind.Knee => new WinnerRule.Knee().Choose(study.Front, study.Definition.Objectives)[0],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rule."),
    };

    internal static string Rule(WinnerKind kind) => kind switch
    {
        WinnerKind.Best => "best: highest accuracy averaged over bit error rates from 0 to 10 %",
        WinnerKind.Knee => "knee: nearest to the ideal point of clean error, tolerated bit error rate and bytes",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a rule."),
    };
}
