namespace BnnMl;

/// <summary>
/// Vectors of single bits, one lane per sample (or per position and sample): what the bit-sliced kernels are written in, once for all widths. A plane is one bit of a map over
/// all lanes.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
unsafe interface IBitLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>64-bit words of a vector.</summary>
    static abstract int Words { get; }

    /// <summary>Reads <see cref="Words"/> words at any address.</summary>
    static abstract TVector Load(ulong* words);

    /// <summary>Writes <see cref="Words"/> words at any address.</summary>
    static abstract void Store(TVector value, ulong* words);

    /// <summary>All lanes 0 for 0, all lanes 1 for −1.</summary>
    static abstract TVector Fill(int mask);

    /// <summary>a and b.</summary>
    static abstract TVector And(TVector a, TVector b);

    /// <summary>a xor b.</summary>
    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>Adds a and b to the sum; returns the carry. One description of sum and carry, so that a width with destructive operations can do without copies.</summary>
    static abstract TVector FullAdd(ref TVector sum, TVector a, TVector b);

    /// <summary>At least two of not a, b and c: the borrow of a − b − c.</summary>
    static abstract TVector Borrow(TVector a, TVector b, TVector c);
}
