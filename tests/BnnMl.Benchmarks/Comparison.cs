using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace BnnMl.Benchmarks;

/// <summary>Measures row after row, tells how far it is, and writes the table to standard output and to a file.</summary>
sealed class Comparison(ComparisonOptions options, TextWriter output, TextWriter progress)
{
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly string loadAtStart = MachineFacts.Load;
    readonly ProcessorUse? useAtStart = ProcessorUse.Now;

    /// <returns>0; 1 where a row failed. A goal that is not reached is a result, not a failure.</returns>
    internal int Run()
    {
        var file = options.OutFile ?? DefaultFile;
        if (file is not null)
            CheckWritable(file);
        progress.WriteLine($"bench: {options.Rows.Count} {(options.Rows.Count == 1 ? "row" : "rows")} in about {options.Minutes:0.#} minutes; images: {Images.Location}; load {loadAtStart}; {MachineLimits.Measured}");
        Calibration.Sample();
        var lines = new List<Line>();
        var weights = options.Rows.Where(row => row.WhyNot is null).Sum(row => row.Weight);
        foreach (var (place, row) in options.Rows.Index())
            foreach (var line in Measured(row, options.Minutes * 60 * row.Weight / weights))
            {
                lines.Add(line);
                progress.WriteLine($"bench: {clock.Elapsed:m\\:ss} [{place + 1}/{options.Rows.Count}] {row.Key}: {Shown(line)}");
            }

        var machine = Machine();
        var table = MarkdownTable.Write(Facts(machine, lines), lines, !machine.IsQuiet);
        output.Write(table);
        var isWritten = file is null || Write(table, file);
        return lines.Exists(line => line.Failed) || !isWritten ? 1 : 0;
    }

    /// <summary>A line's cells for progress, judged by how the machine has been so far.</summary>
    string Shown(Line line) => string.Join(" | ", MarkdownTable.Cells(line, !Machine().IsQuiet).Skip(1).Where(cell => cell.Length > 0)) +
        (line.ProcessorRatio is { } ratio ? $" | by processor time {Units.Digits(ratio)} x" : "");

    /// <summary>How the machine has been since the start.</summary>
    MachineState Machine() => new(loadAtStart, MachineFacts.Load, Calibration.Times, ProcessorUse.Now?.CoresOfOthersSince(useAtStart!.Value, clock.Elapsed.TotalSeconds), useAtStart?.Cores ?? Environment.ProcessorCount);

    /// <summary>The file of the processor's results; null for a run of some rows, which must not take the place of all.</summary>
    string? DefaultFile => options.Rows.Count < AllRows.List.Count ? null : Path.Combine(MachineFacts.Repository ?? ".", "tests", "BnnMl.Benchmarks", "results", MachineFacts.FileName);

    /// <summary>Found out before minutes of measuring, not after.</summary>
    static void CheckWritable(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ArgumentException($"--out {path} can't be written: {e.Message} Give a file in a folder that can.", e);
        }
    }

    /// <summary>Whether it could be written; a disk may have filled up meanwhile, and the table stands on standard output.</summary>
    bool Write(string table, string path)
    {
        try
        {
            File.WriteAllText(path, table);
            progress.WriteLine($"bench: written to {path}");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            progress.WriteLine($"bench: {path} can't be written now: {e.Message} The table stands above.");
            return false;
        }
    }

    /// <summary>A row's lines; one that says why where it can't be measured.</summary>
    static IEnumerable<Line> Measured(IRow row, double seconds)
    {
        if (row.WhyNot is { } why)
        {
            yield return Line.LeftOut(row.Summary, why);
            yield break;
        }

        using var lines = row.Measure(seconds).GetEnumerator();
        while (true)
        {
            Line line;
            try
            {
                if (!lines.MoveNext())
                    yield break;
                line = lines.Current;
            }
            catch (Exception e) // whatever it is, the other rows' results are not lost for it
            {
                line = Line.LeftOut(row.Summary, e.Message, failed: true);
            }

            yield return line;
            if (line.Failed)
                yield break;
        }
    }

    List<(string Name, string Value)> Facts(MachineState machine, List<Line> lines) =>
    [
        ("processor", MachineFacts.Processor),
        ("clock and limits", MachineLimits.Measured.ToString()),
        ("system", MachineFacts.Platform),
        ("versions", $"{RuntimeInformation.FrameworkDescription}; ONNX Runtime {OrtEnv.Instance().GetVersionString()}; TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} with {LibTorchVersion()}"),
        ("kernels", $"{KernelSelector.Chosen}, batches {KernelSelector.Batches} (of {string.Join(", ", KernelSelector.Available)})"),
        ("commit", MachineFacts.Commit),
        ("images", Images.Location == DataSource.Synthetic ? "the built-in synthetic digits" : "Fashion-MNIST; random bytes and weights for the other shapes"),
        ("measured", $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {clock.Elapsed.TotalMinutes:F1} minutes"),
        ("machine", machine.ToString()),
        ("goals", string.Join(", ", lines.GroupBy(line => line.Verdict(!machine.IsQuiet)).Where(group => group.Key != Verdict.None).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Named(group.Key)}"))),
    ];

    static string Named(Verdict verdict) => verdict switch { Verdict.Met => "met", Verdict.Missed => "missed", _ => "not judged" };

    static string LibTorchVersion() => BnnMl.TorchSharp.LibTorch.WhyMissing is null ? $"libtorch {torch.__version__}" : "no libtorch";
}
