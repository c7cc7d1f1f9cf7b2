namespace BnnMl.Cli.Searching;

/// <summary>How the winner is chosen from the front.</summary>
enum WinnerKind
{
    /// <summary>The highest accuracy averaged over bit error rates from 0 to 10 %.</summary>
    Best,

    /// <summary>The member nearest to the ideal point of all objectives.</summary>
    Knee,
}
