namespace BnnMl;

/// <summary>Which exported file is applied, which of its bits read inverted, and the names of the columns.</summary>
public sealed record ApplyOnnxModelWithBitErrorsOptions
{
    /// <summary>The file that flips bits (bnnml export --faulty, OnnxExporter.WriteFaulty). Without any rate the clean file does as well.</summary>
    public required string Path { get; init; }

    /// <summary>Probability in [0, 1] that a stored weight bit reads inverted.</summary>
    public double BitErrorRate { get; init; }

    /// <summary>The same for the bits between the layers.</summary>
    public double ActivationErrorRate { get; init; }

    /// <summary>The same for the bits of the stored thresholds.</summary>
    public double ThresholdErrorRate { get; init; }

    /// <summary>Whose errors: a chip is one piece of memory, the same for every model and engine.</summary>
    public Chip Chip { get; init; }

    /// <summary>The same flips for every row, or new ones for each: then a row's number in its cursor (or prediction engine) is its address.</summary>
    public ErrorLifetime Lifetime { get; init; }

    /// <summary>Vector of Single with the network's number of values, images as channels × rows × columns.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>Gets one score per class; the classes' names are its slot names, where the file has them.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>Gets the predicted class as a key; the classes' names are its key values, where the file has them.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>What the scores are.</summary>
    public ScoreForm ScoreForm { get; init; }

    /// <summary>Threads of ONNX Runtime; 0 for as many as the machine has cores.</summary>
    public int Threads { get; init; }

    /// <summary>CUDA where ONNX Runtime has it, else the CPU; or always the CPU.</summary>
    public bool AllowCuda { get; init; } = true;

    /// <exception cref="ArgumentException">A name is empty, two columns have the same, or a rate is not in [0, 1].</exception>
    public void Validate()
    {
        OutputNames.Check(Path, InputColumnName, ScoreColumnName, PredictedLabelColumnName);
        CheckRate(BitErrorRate, nameof(BitErrorRate));
        CheckRate(ActivationErrorRate, nameof(ActivationErrorRate));
        CheckRate(ThresholdErrorRate, nameof(ThresholdErrorRate));
    }

    static void CheckRate(double rate, string option)
    {
        if (rate is not (>= 0 and <= 1))
            throw new ArgumentException($"{option} is {rate}: give a probability in [0, 1], such as 0.01.");
    }
}
