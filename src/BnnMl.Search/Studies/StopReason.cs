namespace BnnMl.Search;

/// <summary>Why a study's run ended.</summary>
public enum StopReason
{
    /// <summary>All trials asked for are over.</summary>
    Trials,

    /// <summary>The time is over, or what remains would not fit another trial.</summary>
    Budget,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The tuner found no candidate that the study does not have.</summary>
    Exhausted,

    /// <summary>Nothing ran: the result was read from a journal.</summary>
    Journal,
}
