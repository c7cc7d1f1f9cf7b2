namespace BnnMl;

/// <summary>How long a bit error stays.</summary>
public enum ErrorLifetime
{
    /// <summary>One map per chip: the same bits read inverted for every sample.</summary>
    Persistent,

    /// <summary>Drawn anew for every sample; still a function of chip and sample number alone.</summary>
    Transient,
}
