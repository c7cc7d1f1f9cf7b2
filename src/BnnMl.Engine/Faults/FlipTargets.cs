namespace BnnMl;

/// <summary>What memory the bit errors reach; any combination.</summary>
[Flags]
public enum FlipTargets
{
    /// <summary>Nothing flips, whatever the rates.</summary>
    None = 0,

    /// <summary>The ±1 weights of all layers.</summary>
    Weights = 1,

    /// <summary>The bits between the layers: each hidden layer's output map as the next layer reads it, after concatenation and pooling.</summary>
    Activations = 2,

    /// <summary>The stored integer thresholds of the hidden layers.</summary>
    Thresholds = 4,
}
