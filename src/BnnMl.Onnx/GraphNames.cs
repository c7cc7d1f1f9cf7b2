namespace BnnMl.Onnx;

/// <summary>Names of the files' inputs and outputs. All inputs but the features are scalars with the default 0.</summary>
static class GraphNames
{
    /// <summary>float32 [N, C, H, W] or [N, features], in the units of the training data.</summary>
    internal const string Features = "Features";

    /// <summary>float32 [N, classes].</summary>
    internal const string Score = "Score";

    /// <summary>int64 [N]: the first class with the highest score.</summary>
    internal const string PredictedLabel = "PredictedLabel";

    /// <summary>float32: probability that a stored weight bit reads inverted.</summary>
    internal const string BitErrorRate = "bit_error_rate";

    /// <summary>float32: the same for the bits between the layers.</summary>
    internal const string ActivationErrorRate = "activation_error_rate";

    /// <summary>float32: the same for the stored thresholds' bits.</summary>
    internal const string ThresholdErrorRate = "threshold_error_rate";

    /// <summary>int64: <see cref="Chip.Address"/>.</summary>
    internal const string Seed = "seed";

    /// <summary>int64: the number of the batch's first sample; used where errors are transient.</summary>
    internal const string SampleOffset = "sample_offset";

    /// <summary>int64: 1 for transient errors (a batch of more than one sample shares the first one's weights and thresholds), 0 for persistent ones.</summary>
    internal const string Transient = "transient";
}
