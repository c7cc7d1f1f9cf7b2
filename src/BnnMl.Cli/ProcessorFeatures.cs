using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BnnMl.Cli;

/// <summary>The instruction sets that matter to binary kernels, as this process sees them (DOTNET_EnableAVX2=0 and the like hide them).</summary>
static class ProcessorFeatures
{
    static readonly (string Name, bool Present)[] All =
    [
        ("popcnt", Popcnt.X64.IsSupported),
        ("avx2", Avx2.IsSupported),
        ("bmi2", Bmi2.X64.IsSupported),
        ("fma", Fma.IsSupported),
        ("avx512f", Avx512F.IsSupported),
        ("avx512bw", Avx512BW.IsSupported),
        ("avx512vbmi", Avx512Vbmi.IsSupported),
        ("avx10.1", Avx10v1.IsSupported),
        ("neon", AdvSimd.IsSupported),
        ("dotprod", Dp.IsSupported),
    ];

    internal static IReadOnlyList<string> Present() => [.. All.Where(feature => feature.Present).Select(feature => feature.Name)];
}
