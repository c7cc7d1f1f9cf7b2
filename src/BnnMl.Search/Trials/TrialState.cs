namespace BnnMl.Search;

/// <summary>Where a trial stands. The numbers are those of the journal and never change.</summary>
public enum TrialState
{
    /// <summary>Asked for, not being evaluated: not begun, or stopped before its end (a killed process, Ctrl-C, the end of the budget). It is evaluated when the study goes on.</summary>
    Waiting = 0,

    /// <summary>Being evaluated.</summary>
    Running = 1,

    /// <summary>Evaluated: it has objectives.</summary>
    Complete = 2,

    /// <summary>Its evaluation ended with an exception, whose message it carries.</summary>
    Failed = 3,
}
