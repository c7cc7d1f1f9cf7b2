namespace BnnMl;

/// <summary>The forms a kernel exists in, slowest first. Chosen once per network by <see cref="KernelSelector"/>; a kernel switches on it once per layer.</summary>
enum InstructionSet
{
    /// <summary>Plain C#: the definition the others must equal.</summary>
    Scalar,

    /// <summary>128-bit vectors: AdvSimd on Arm. Kernels without such a form use the scalar one.</summary>
    Vector128,

    /// <summary>256-bit vectors.</summary>
    Avx2,

    /// <summary>512-bit vectors with F, BW, DQ and VL.</summary>
    Avx512,
}
