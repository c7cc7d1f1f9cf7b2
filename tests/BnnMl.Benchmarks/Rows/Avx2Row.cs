using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace BnnMl.Benchmarks;

/// <summary>A row in a child process that is held to AVX2 kernels: <see cref="KernelSelector"/> reads its variable once. ONNX Runtime has no such switch and keeps AVX-512.</summary>
sealed class Avx2Row(IRow row) : IRow
{
    public string Key => $"{row.Key}-avx2";

    public string Summary => $"{row.Summary}, with our kernels held to AVX2 (ONNX Runtime's can't be)";

    public double Weight => row.Weight;

    public string? WhyNot => Avx2.IsSupported ? KernelSelector.Selected == InstructionSet.Avx512 ? null : $"{KernelSelector.Chosen} is what {row.Key} itself runs with here" : "this processor has no AVX2";

    public IEnumerable<Line> Measure(double seconds)
    {
        var answer = ChildProcess.Run([(KernelSelector.Variable, "avx2")], "lines", row.Key, seconds.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize<Line[]>(answer)!.Select(line => line with { Work = $"{line.Work} (our kernels held to AVX2; ONNX Runtime's can't be)" });
    }

    /// <summary>What the child does: prints its lines as JSON.</summary>
    internal static void RunChild(string key, double seconds) =>
        Console.WriteLine(JsonSerializer.Serialize(AllRows.List.Single(row => row.Key == key).Measure(seconds).ToArray()));
}
