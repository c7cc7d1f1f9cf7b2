namespace BnnMl.Benchmarks;

/// <summary>What a line's figure says about its goal.</summary>
enum Verdict
{
    /// <summary>The line has no goal, or was not measured.</summary>
    None,

    /// <summary>The figure reaches the goal.</summary>
    Met,

    /// <summary>It does not.</summary>
    Missed,

    /// <summary>The machine was disturbed, and the goal lies between the figure's quartiles; or the goal is about threads, and the machine had no two cores for them.</summary>
    NotJudged,
}
