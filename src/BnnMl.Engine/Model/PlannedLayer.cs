using System.Numerics;

namespace BnnMl;

/// <summary>A layer with everything that follows from its place in the network: shapes, fan-in, bounds, memory and operation counts.</summary>
public sealed record PlannedLayer
{
    internal PlannedLayer() { }

    /// <summary>Position among the layers with weights, from 0. Bit errors are addressed by it.</summary>
    public required int Index { get; init; }

    /// <summary>"conv1", "conv2", "fc1", "output".</summary>
    public required string Name { get; init; }

    /// <summary>What it computes.</summary>
    public required LayerKind Kind { get; init; }

    /// <summary>The map it reads.</summary>
    public required MapShape Input { get; init; }

    /// <summary>The map its units make, before concatenation and pooling: (units, height, width), or (units, 1, 1).</summary>
    public required MapShape Units { get; init; }

    /// <summary>The map the next layer reads: after concatenation ([input channels ∥ units]) and pooling. For the output layer (classes, 1, 1).</summary>
    public required MapShape Output { get; init; }

    /// <summary>Side of the kernel; 1 for dense layers.</summary>
    public required int Kernel { get; init; }

    /// <summary>Rows and columns of padding on each side: (Kernel − 1) / 2, or 0.</summary>
    public required int Padding { get; init; }

    /// <summary>True where 2×2 max-pooling follows.</summary>
    public required bool Pool { get; init; }

    /// <summary>True where the units' channels are appended to the input's.</summary>
    public required bool Concatenate { get; init; }

    /// <summary>Largest magnitude of one input: 1 for ±1 inputs; for the first layer 255, whatever the zero point.</summary>
    public int InputMagnitude => IsFirst ? 255 : 1;

    /// <summary>True for the layer that reads the 8-bit inputs.</summary>
    public bool IsFirst => Index == 0;

    /// <summary>Filters, units or classes.</summary>
    public int UnitCount => Units.Channels;

    /// <summary>K: inputs per unit.</summary>
    public int FanIn => Kind == LayerKind.Convolution ? Kernel * Kernel * Input.Channels : Input.Length;

    /// <summary>64-bit words per row of weights.</summary>
    public int WordsPerUnit => (FanIn + 63) / 64;

    /// <summary>Largest |z|: K, and 255·K in the first layer.</summary>
    public int ZMax => FanIn * InputMagnitude;

    /// <summary>Bits of one stored threshold, ⌈log2(2·ZMax + 2)⌉: the code T + ZMax of T in [−ZMax, ZMax + 1]. 0 for the output layer.</summary>
    public int ThresholdBits => Kind == LayerKind.Output ? 0 : BitOperations.Log2((uint)((2L * ZMax) + 1)) + 1;

    /// <summary>K · units.</summary>
    public long WeightBits => (long)FanIn * UnitCount;

    /// <summary>All thresholds of the layer, in bits.</summary>
    public long ThresholdBitsTotal => (long)ThresholdBits * UnitCount;

    /// <summary>Bits of the output layer's float scale and bias per class; 0 elsewhere.</summary>
    public long FloatBits => Kind == LayerKind.Output ? 64L * UnitCount : 0;

    /// <summary>Multiply-accumulates of one sample: fan-in × positions × units.</summary>
    public long Macs => FanIn * (long)Units.Length;

    /// <summary>Binary multiply-accumulates of one sample: 0 for the first layer, whose inputs have 8 bits.</summary>
    public long Bops => IsFirst ? 0 : Macs;
}
