namespace BnnMl;

/// <summary>Vectors of 16-bit numbers, one lane per sample: what <see cref="ByteSlice"/> is written in, once for all widths.</summary>
/// <typeparam name="TVector">The register.</typeparam>
unsafe interface IShortLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Lanes of a vector; divides 32.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> numbers at any address.</summary>
    static abstract TVector Load(short* values);

    /// <summary>Writes <see cref="Count"/> numbers at any address.</summary>
    static abstract void Store(TVector vector, short* values);

    /// <summary>The number in all lanes.</summary>
    static abstract TVector Fill(short value);

    /// <summary>a + b; callers keep within 16 bits.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b; callers keep within 16 bits.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>The greater of each lane.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Bit i: lane i of a is at least lane i of b.</summary>
    static abstract ulong AtLeast(TVector a, TVector b);
}
