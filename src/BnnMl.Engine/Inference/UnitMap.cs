using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>What a convolution's units emit, [positions, words per position], before it becomes the next layer's input: concatenated, pooled, and closed up to one run of bits.</summary>
sealed class UnitMap(PlannedLayer plan)
{
    readonly int words = BitPack.Words(plan.UnitCount);
    readonly ulong[] bits = new ulong[plan.Units.Area * BitPack.Words(plan.UnitCount)];

    /// <summary>Bytes from one position to the next.</summary>
    internal int Stride => words * sizeof(ulong);

    /// <summary>The units' bits from position <paramref name="first"/> on; the kernels write here. Bits beyond the units stay 0.</summary>
    internal Span<byte> From(int first) => MemoryMarshal.AsBytes(bits.AsSpan(first * words));

    /// <summary>Writes the output map.</summary>
    /// <param name="input">The layer's input map, read where the layer concatenates.</param>
    /// <param name="output">plan.Output.Length bits.</param>
    internal void Assemble(ReadOnlySpan<ulong> input, Span<ulong> output)
    {
        if (!plan.Pool && !plan.Concatenate && plan.UnitCount % 64 == 0)
        {
            bits.CopyTo(output);
            return;
        }

        var at = 0;
        for (var y = 0; y < plan.Output.Height; y++)
            for (var x = 0; x < plan.Output.Width; x++)
            {
                if (plan.Concatenate)
                    at = Append(input, plan.Input.Channels, plan.Input.Channels, x, y, output, at);
                at = Append(bits, words * 64, plan.UnitCount, x, y, output, at);
            }
    }

    /// <summary>Appends the channels of one output position; where the layer pools, the OR of the 2×2 positions it covers. Returns the bit behind them.</summary>
    int Append(ReadOnlySpan<ulong> source, int pitch, int channels, int x, int y, Span<ulong> output, int at)
    {
        var row = plan.Units.Width * pitch;
        var corner = plan.Pool ? (y * 2 * row) + (x * 2 * pitch) : (y * row) + (x * pitch);
        for (var done = 0; done < channels; done += 64)
        {
            var (bit, count) = (corner + done, Math.Min(64, channels - done));
            var value = BitRuns.Read(source, bit, count);
            if (plan.Pool)
                value |= BitRuns.Read(source, bit + pitch, count) | BitRuns.Read(source, bit + row, count) | BitRuns.Read(source, bit + row + pitch, count);
            BitRuns.Write(output, at + done, count, value);
        }

        return at + channels;
    }
}
