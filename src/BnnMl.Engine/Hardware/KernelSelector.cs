using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// Which kernels this machine can run and which are used, in inference, training and addressed randomness alike. The environment variable BNNML_KERNEL (scalar, vector128,
/// avx2, avx512) forces one; it is read once. All give the same bits. What works element by element is written once, in portable vectors, and does not depend on it.
/// </summary>
public static class KernelSelector
{
    /// <summary>The environment variable that forces a kernel.</summary>
    public const string Variable = "BNNML_KERNEL";

    static readonly InstructionSet[] Sets = [.. Supported()];
    static readonly Lazy<InstructionSet> Choice = new(() => Resolve(Forced));

    /// <summary>Names of the kernels that run here, fastest first; the last is "scalar".</summary>
    public static IReadOnlyList<string> Available { get; } = [.. Sets.Select(Name)];

    /// <summary>Name of the kernel in use.</summary>
    /// <exception cref="ArgumentException">BNNML_KERNEL names a kernel that is unknown or does not run here.</exception>
    public static string Chosen => Name(Selected);

    /// <summary>The same as <see cref="Available"/>, for tests and for what chooses per layer.</summary>
    internal static IReadOnlyList<InstructionSet> AvailableSets => Sets;

    /// <summary>The kernel in use.</summary>
    internal static InstructionSet Selected => Choice.Value;

    /// <summary>The kernel in use of those whose forms are portable vectors: on Arm, where nothing is forced, the 256-bit form stands for the processor's own vectors.</summary>
    internal static InstructionSet SelectedPortable =>
        Selected == InstructionSet.Vector128 && !X86Base.IsSupported && string.IsNullOrWhiteSpace(Forced) ? InstructionSet.Avx2 : Selected;

    static string? Forced { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>The kernel of a name; the fastest available for none.</summary>
    internal static InstructionSet Resolve(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return Sets[0];
        foreach (var set in Sets)
            if (string.Equals(Name(set), name.Trim(), StringComparison.OrdinalIgnoreCase))
                return set;
        throw new ArgumentException($"{Variable}={name}: this kernel is not available here. Set it to {string.Join(" or ", Available)}, or unset it for the fastest.");
    }

    static string Name(InstructionSet set) => set switch
    {
        InstructionSet.Avx512 => "avx512",
        InstructionSet.Avx2 => "avx2",
        InstructionSet.Vector128 => "vector128",
        InstructionSet.Scalar => "scalar",
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Not a kernel."),
    };

    static IEnumerable<InstructionSet> Supported()
    {
        if (Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported)
            yield return InstructionSet.Avx512;
        if (Avx2.IsSupported)
            yield return InstructionSet.Avx2;
        if (Vector128.IsHardwareAccelerated)
            yield return InstructionSet.Vector128;
        yield return InstructionSet.Scalar;
    }
}
