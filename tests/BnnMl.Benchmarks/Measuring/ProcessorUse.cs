using System.Globalization;

namespace BnnMl.Benchmarks;

/// <summary>Processor time of the whole machine and of this process with the children it has waited for, in Linux's ticks of a hundredth of a second.</summary>
/// <param name="All">Of all processes and the system.</param>
/// <param name="Stolen">Taken by the host of a virtual machine.</param>
/// <param name="Own">Of this process and its children.</param>
/// <param name="Cores">Of the machine, which may be more than this process may use.</param>
readonly record struct ProcessorUse(long All, long Stolen, long Own, int Cores)
{
    const double TicksPerSecond = 100;

    /// <summary>Null where the system does not say.</summary>
    internal static ProcessorUse? Now => File.Exists("/proc/stat") && File.Exists("/proc/self/stat") ? Of(File.ReadAllLines("/proc/stat"), File.ReadAllText("/proc/self/stat")) : null;

    /// <param name="machine">Lines of /proc/stat: "cpu" with user, nice, system, idle, iowait, irq, softirq, steal; then one line per core.</param>
    /// <param name="process">/proc/self/stat: the name in brackets may hold anything; user and system time of the process and of its children are fields 14 to 17.</param>
    internal static ProcessorUse Of(IReadOnlyList<string> machine, string process)
    {
        long[] times = [.. machine[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Number)];
        var fields = process[(process.LastIndexOf(')') + 2)..].Split(' '); // from field 3 on
        return new(times[0] + times[1] + times[2] + times[5] + times[6], times[7], fields[11..15].Sum(Number), machine.Skip(1).Count(line => line.StartsWith("cpu", StringComparison.Ordinal)));
    }

    /// <summary>Cores that others kept busy, those on the same host included, on average since <paramref name="start"/>.</summary>
    internal double CoresOfOthersSince(ProcessorUse start, double seconds) => Math.Max(0, (All - start.All) + (Stolen - start.Stolen) - (Own - start.Own)) / TicksPerSecond / seconds;

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
