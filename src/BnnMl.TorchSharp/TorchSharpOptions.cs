namespace BnnMl.TorchSharp;

/// <summary>Where and how libtorch computes.</summary>
public sealed record TorchSharpOptions
{
    /// <summary>"cpu", "cuda" or "cuda:0" (a GPU by its number); "auto" is the first GPU where there is one, else the CPU.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// On CUDA, products of binary layers in bfloat16 with sums in float32: exact for |z| ≤ 256, rounded to 8 significant bits beyond; everything else, the first layer too, stays
    /// float32. No effect on the CPU.
    /// </summary>
    public bool MixedPrecision { get; init; }

    /// <exception cref="ArgumentException">The device is not in the notation above.</exception>
    public void Validate()
    {
        if (Device is not ("auto" or "cpu" or "cuda") && !(Device?.StartsWith("cuda:", StringComparison.Ordinal) == true && int.TryParse(Device.AsSpan(5), out var number) && number >= 0))
            throw new ArgumentException($"TorchSharpOptions.Device is '{Device}': give auto, cpu, cuda or cuda:0 (a GPU's number).");
    }
}
