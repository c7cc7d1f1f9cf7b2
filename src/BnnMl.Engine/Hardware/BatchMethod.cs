namespace BnnMl;

/// <summary>How binary layers run on batches.</summary>
enum BatchMethod
{
    /// <summary>Whichever is faster by measured borders.</summary>
    Measured,

    /// <summary>Bits of one sample side by side, counted by popcount.</summary>
    Popcount,

    /// <summary>One bit of many samples side by side.</summary>
    Sliced,
}
