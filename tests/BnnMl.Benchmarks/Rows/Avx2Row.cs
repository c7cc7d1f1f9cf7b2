using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace BnnMl.Benchmarks;

/// <summary>
/// A row in a child process without AVX-512: for .NET it is switched off, so that the compiler does not use its instructions on narrow registers either. ONNX Runtime does not
/// read that switch, has none of its own, and keeps AVX-512.
/// </summary>
sealed class Avx2Row(IRow row) : IRow
{
    public string Key => $"{row.Key}-avx2";

    const string Switch = "DOTNET_EnableAVX512";

    public string Summary => $"{row.Summary}{Restriction}";

    static string Restriction => $" (ours in a process of its own without AVX-512, {Switch}=0; ONNX Runtime keeps AVX-512)";

    public double Weight => row.Weight;

    public string? WhyNot => Avx2.IsSupported ? KernelSelector.Selected == InstructionSet.Avx512 ? null : $"{KernelSelector.Chosen} is what {row.Key} itself runs with here" : "this processor has no AVX2";

    public IEnumerable<Line> Measure(double seconds)
    {
        var answer = ChildProcess.Run([(KernelSelector.Variable, "avx2"), (Switch, "0")], "lines", row.Key, seconds.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<Line[]>(answer)!.Select(line => line with { Work = $"{line.Work}{Restriction}" });
    }

    /// <summary>What the child does: prints its lines as JSON.</summary>
    internal static void RunChild(string key, double seconds)
    {
        if (Avx512F.IsSupported || KernelSelector.Selected != InstructionSet.Avx2)
            throw new InvalidOperationException($"With {Switch}=0 and {KernelSelector.Variable}=avx2 the kernels are {KernelSelector.Chosen} and AVX-512 is {(Avx512F.IsSupported ? "on" : "off")}: nothing is timed.");
        Console.WriteLine(JsonSerializer.Serialize(AllRows.List.Single(row => row.Key == key).Measure(seconds).ToArray()));
    }
}
