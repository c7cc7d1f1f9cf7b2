using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace BnnMl.Benchmarks;

/// <summary>
/// A small kernel of always the same work, timed again and again all through a run, between what is measured: how its times spread says how much of the machine others took.
/// A bout of them lasts longer than a scheduler leaves a core to one thread: where others want the cores, the bout waits like what is measured does, while single runs of a tenth of a
/// millisecond fit between the others and would look undisturbed. Four independent chains fill a core's issue slots from its first-level cache, so that a neighbour on the same core shows, and plain C# keeps any clock that vectors allow.
/// </summary>
static class Calibration
{
    const int Words = 2048;
    const int Rounds = 96; // about 0.1 ms
    const int Bout = 80; // about 8 ms
    static readonly ulong[] words = [.. Enumerable.Range(1, Words).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
    static readonly List<CalibrationTime> times = [];

    /// <summary>All bouts so far.</summary>
    internal static IReadOnlyList<CalibrationTime> Times => times;

    /// <summary>One bout.</summary>
    internal static void Sample()
    {
        var (shortest, first) = (double.MaxValue, Stopwatch.GetTimestamp());
        for (var i = 0; i < Bout; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Run(words);
            shortest = Math.Min(shortest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Add(new(shortest, Stopwatch.GetElapsedTime(first).TotalSeconds / Bout));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static ulong Run(ReadOnlySpan<ulong> words)
    {
        ulong a = 1, b = 2, c = 3, d = 4;
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i + 4 <= words.Length; i += 4)
            {
                a = BitOperations.RotateLeft(a ^ words[i], 7) + words[i];
                b = BitOperations.RotateLeft(b ^ words[i + 1], 7) + words[i + 1];
                c = BitOperations.RotateLeft(c ^ words[i + 2], 7) + words[i + 2];
                d = BitOperations.RotateLeft(d ^ words[i + 3], 7) + words[i + 3];
            }

        return a ^ b ^ c ^ d;
    }
}
