namespace BnnMl.TorchSharp;

/// <summary>What a state_dict does not say about the network it belongs to.</summary>
public sealed record PyTorchImportOptions
{
    /// <summary>How the features of the imported network become its 8-bit inputs q.</summary>
    public InputEncoding Encoding { get; init; } = InputEncoding.Pixels;

    /// <summary>
    /// Where the network was trained on x, x = InputScale · (q − zero point) + <see cref="InputOffset"/>. The default is that of pixels divided by 255 (ToTensor). For pixels
    /// normalised by mean m and deviation s: 1 / (255 · s).
    /// </summary>
    public double InputScale { get; init; } = 1.0 / 255;

    /// <summary>See <see cref="InputScale"/>: for pixels normalised by mean m and deviation s, with a zero point of 0, −m / s.</summary>
    public double InputOffset { get; init; }

    /// <summary>ε of the batch norms; PyTorch's default is 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>True for convolution, max-pool, batch norm, sign; false for convolution, batch norm, max-pool, sign. They differ only where a batch norm's weight is negative.</summary>
    public bool PoolBeforeBatchNorm { get; init; } = true;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Encoding);
        if (!(double.IsFinite(InputScale) && InputScale > 0))
            throw new ArgumentException($"PyTorchImportOptions.InputScale is {InputScale}: give a positive number, 1.0 / 255 for pixels divided by 255.");
        if (!double.IsFinite(InputOffset))
            throw new ArgumentException($"PyTorchImportOptions.InputOffset is {InputOffset}: give a finite number, 0 for pixels divided by 255.");
        if (!(double.IsFinite(Epsilon) && Epsilon >= 0))
            throw new ArgumentException($"PyTorchImportOptions.Epsilon is {Epsilon}: give a number of at least 0, such as PyTorch's 1e-5.");
    }
}
