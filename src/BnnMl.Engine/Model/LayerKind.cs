namespace BnnMl;

/// <summary>What a layer computes; a closed set.</summary>
public enum LayerKind
{
    /// <summary>Binary convolution, thresholds, optional concatenation, optional max-pool.</summary>
    Convolution,

    /// <summary>Binary dense layer and thresholds.</summary>
    Dense,

    /// <summary>The last layer: binary weights, a float scale and bias per class.</summary>
    Output,
}
