namespace BnnMl;

/// <summary>One layer as the literature's notation writes it; a closed set.</summary>
public abstract record LayerSpec
{
    /// <summary>The most filters or units one layer may have.</summary>
    public const int MaxUnits = 1 << 16;

    LayerSpec() { }

    /// <summary>Binary convolution, batch norm, sign. "C64", with kernel "C64k5", without padding "C64v"; "D16" concatenates its output to its input.</summary>
    public sealed record Convolution : LayerSpec
    {
        /// <param name="filters">Output channels, 1…65,536.</param>
        /// <param name="kernel">Side of the square kernel: 1, 3 or 5.</param>
        /// <param name="valid">True: no padding, the map shrinks by kernel − 1. False: padded so that the map keeps its size.</param>
        /// <param name="concatenate">True: the output channels are appended to the input's (bits only; needs padding and a binary input).</param>
        public Convolution(int filters, int kernel = 3, bool valid = false, bool concatenate = false)
        {
            CheckUnits(filters, nameof(filters), "filters");
            if (kernel is not (1 or 3 or 5))
                throw new ArgumentOutOfRangeException(nameof(kernel), $"A kernel of {kernel}x{kernel} is not supported: choose 1, 3 or 5.");
            if (valid && concatenate)
                throw new ArgumentException("A convolution without padding can't be concatenated to its input: the maps differ in size. Drop one of the two.", nameof(valid));
            (Filters, Kernel, Valid, Concatenate) = (filters, kernel, valid, concatenate);
        }

        /// <summary>Output channels.</summary>
        public int Filters { get; }

        /// <summary>Side of the square kernel.</summary>
        public int Kernel { get; }

        /// <summary>No padding.</summary>
        public bool Valid { get; }

        /// <summary>Output channels are appended to the input's.</summary>
        public bool Concatenate { get; }

        /// <inheritdoc/>
        public override string ToString() => $"{(Concatenate ? 'D' : 'C')}{Filters}{(Kernel == 3 ? "" : $"k{Kernel}")}{(Valid ? "v" : "")}";
    }

    /// <summary>2×2 max-pooling of the convolution before it ("MP2"): an OR of bits. An odd last row or column is dropped.</summary>
    public sealed record MaxPool : LayerSpec
    {
        /// <inheritdoc/>
        public override string ToString() => "MP2";
    }

    /// <summary>Binary dense layer, batch norm, sign ("FC2048").</summary>
    public sealed record Dense : LayerSpec
    {
        /// <param name="outputs">Units, 1…65,536.</param>
        public Dense(int outputs)
        {
            CheckUnits(outputs, nameof(outputs), "units");
            Outputs = outputs;
        }

        /// <summary>Units.</summary>
        public int Outputs { get; }

        /// <inheritdoc/>
        public override string ToString() => $"FC{Outputs}";
    }

    static void CheckUnits(int count, string name, string what)
    {
        if (count is < 1 or > MaxUnits)
            throw new ArgumentOutOfRangeException(name, $"A layer of {count} {what} is not possible: choose 1 to {MaxUnits}.");
    }
}
