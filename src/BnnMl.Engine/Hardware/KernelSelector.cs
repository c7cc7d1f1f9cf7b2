using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BnnMl;

/// <summary>
/// Which kernels this machine can run and which are used, in inference, training and addressed randomness alike. The environment variable BNNML_KERNEL (scalar, vector128,
/// avx2, avx512) forces one, "popcount" or "sliced" how batches run, and for example "avx2-sliced" both; it is read once. All give the same bits. What works element by element is written once, in portable vectors, and does not depend on it.
/// </summary>
public static class KernelSelector
{
    /// <summary>The environment variable that forces a kernel.</summary>
    public const string Variable = "BNNML_KERNEL";

    static readonly InstructionSet[] Sets = [.. Supported()];
    static readonly Lazy<(InstructionSet Set, BatchMethod Batch)> Choice = new(() => Resolve(Forced));

    /// <summary>Names of the kernels that run here, fastest first; the last is "scalar".</summary>
    public static IReadOnlyList<string> Available { get; } = [.. Sets.Select(Name)];

    /// <summary>Name of the kernel in use.</summary>
    /// <exception cref="ArgumentException">BNNML_KERNEL names a kernel that is unknown or does not run here.</exception>
    public static string Chosen => Name(Selected);

    /// <summary>How batches run: "popcount" or "sliced" where BNNML_KERNEL says so, else "fastest".</summary>
    /// <exception cref="ArgumentException">As of <see cref="Chosen"/>.</exception>
    public static string Batches => SelectedBatch == BatchMethod.Measured ? "fastest" : SelectedBatch.ToString().ToLowerInvariant();

    /// <summary>The same as <see cref="Available"/>, for tests and for what chooses per layer.</summary>
    internal static IReadOnlyList<InstructionSet> AvailableSets => Sets;

    /// <summary>The kernel in use.</summary>
    internal static InstructionSet Selected => Choice.Value.Set;

    /// <summary>How batches run.</summary>
    internal static BatchMethod SelectedBatch => Choice.Value.Batch;

    /// <summary>The kernel in use of those whose forms are portable vectors: on Arm, where nothing is forced, the 256-bit form stands for the processor's own vectors.</summary>
    internal static InstructionSet SelectedPortable =>
        Selected == InstructionSet.Vector128 && !X86Base.IsSupported && Forced?.Contains(Name(Selected), StringComparison.OrdinalIgnoreCase) != true ? InstructionSet.Avx2 : Selected;

    static string? Forced { get; } = Environment.GetEnvironmentVariable(Variable);

    /// <summary>What a value of the variable says: of each part that it leaves open the fastest.</summary>
    internal static (InstructionSet Set, BatchMethod Batch) Resolve(string? value)
    {
        var (set, batch) = ((InstructionSet?)null, (BatchMethod?)null);
        foreach (var part in string.IsNullOrWhiteSpace(value) ? [] : value.Split('-', StringSplitOptions.TrimEntries))
            switch (part.ToLowerInvariant())
            {
                case "popcount" when batch is null:
                    batch = BatchMethod.Popcount;
                    break;
                case "sliced" when batch is null:
                    batch = BatchMethod.Sliced;
                    break;
                case var name when set is null && Available.Contains(name):
                    set = Sets.First(candidate => Name(candidate) == name);
                    break;
                default:
                    throw new ArgumentException($"{Variable}={value}: {WhyNot(part, set is not null, batch is not null)}. Kernels on this machine: {string.Join(", ", Available)}. Set it to one of these, to popcount or sliced for the way batches run, to both with a hyphen ({Available[0]}-popcount), or unset it for the fastest.");
            }

        return (set ?? Sets[0], batch ?? BatchMethod.Measured);
    }

    static string WhyNot(string part, bool hasSet, bool hasBatch) => part.ToLowerInvariant() switch
    {
        "popcount" or "sliced" when hasBatch => "says twice how batches run",
        var name when hasSet && Available.Contains(name) => "names two kernels",
        var name when Enum.GetValues<InstructionSet>().Any(set => Name(set) == name) => $"this processor has no {name}, or DOTNET_Enable… hides it",
        _ => $"no kernel is called \"{part}\"",
    };

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
