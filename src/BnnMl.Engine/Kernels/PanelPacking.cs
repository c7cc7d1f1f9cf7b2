using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>Fills the panels of <see cref="SgemmPanels"/>: A panels [depth, 12], B panels [depth, 32]. Rows or columns beyond the matrix become 0, whatever they are multiplied with.</summary>
static unsafe class PanelPacking
{
    const int Rows = SgemmPanels.Rows;
    const int Columns = SgemmPanels.Columns;

    /// <summary>A panel of rows that are contiguous along the depth: panel[k, i] = source[i·pitch + k] for i below <paramref name="rows"/>.</summary>
    internal static void Transposed(float* source, nint pitch, int rows, int depth, float* panel)
    {
        if (rows < Rows)
            new Span<float>(panel, depth * Rows).Clear();
        for (var i = 0; i < rows; i++)
        {
            var row = source + (i * pitch);
            for (var k = 0; k < depth; k++)
                panel[(k * Rows) + i] = row[k];
        }
    }

    /// <summary>A panel of a matrix whose rows lie along the depth: panel[k, i] = source[k·pitch + i] for i below <paramref name="rows"/>.</summary>
    internal static void Straight(float* source, nint pitch, int rows, int depth, float* panel)
    {
        for (var k = 0; k < depth; k++, source += pitch, panel += Rows)
            for (var i = 0; i < Rows; i++)
                panel[i] = i < rows ? source[i] : 0;
    }

    /// <summary>
    /// A panel of bits along the rows: panel[k, i] = ±1 for bit <paramref name="bit"/> + i of the words at source + k·pitch. Bits beyond the used ones give −1: their
    /// rows of the product are not read.
    /// </summary>
    internal static void Signs(ulong* source, nint pitch, int bit, int depth, float* panel)
    {
        // Sixteen lanes are stored, twelve are kept: the next row overwrites four, and behind the last there is slack.
        var (word, shift) = (bit >> 6, bit & 63);
        source += word;
        for (var k = 0; k < depth; k++, source += pitch, panel += Rows)
        {
            var bits = *source >> shift;
            if (shift > 64 - Rows)
                bits |= source[1] << (64 - shift);
            Store((uint)bits, panel);
        }
    }

    /// <summary>
    /// B panel of bits along the columns: panel[k, j] = ±1 for bit <paramref name="bit"/> + j of unit k, whose words lie <paramref name="pitch"/> apart:
    /// source[word·pitch + k]. Columns beyond the used bits give −1 and are not read. With <paramref name="columns"/> it says how many are needed, so that no word beyond is read.
    /// </summary>
    internal static void SignColumns(ulong* source, nint pitch, int bit, int columns, int depth, float* panel)
    {
        var shift = bit & 63;
        var next = source + (((bit >> 6) + 1) * pitch);
        var spans = shift + columns > 64;
        source += (bit >> 6) * pitch;
        for (var k = 0; k < depth; k++, panel += Columns)
        {
            var bits = source[k] >> shift;
            if (spans)
                bits |= next[k] << (64 - shift);
            Store((uint)bits, panel);
            Store((uint)bits >> 16, panel + 16);
        }
    }

    /// <summary>
    /// B panel of bits along the depth: panel[k, j] = ±1 for bit <paramref name="bit"/> + k of unit j: source[((bit + k) / 64)·pitch + j]. Reads whole groups of 16
    /// units; columns beyond them become 0.
    /// </summary>
    /// <param name="source">Words of the first of up to 32 units.</param>
    /// <param name="pitch">Units from one word to the next.</param>
    /// <param name="bit">First bit.</param>
    /// <param name="units">16 or 32.</param>
    /// <param name="depth">Bits.</param>
    /// <param name="panel">[depth, 32].</param>
    internal static void SignRows(ulong* source, nint pitch, int bit, int units, int depth, float* panel)
    {
        if (units < Columns)
            new Span<float>(panel, depth * Columns).Clear();
        for (var k = 0; k < depth; k++, bit++, panel += Columns)
        {
            var words = source + ((bit >> 6) * pitch);
            for (var j = 0; j < units; j += 16)
            {
                var low = Vector512.Load(words + j) >> (bit & 63);
                var high = Vector512.Load(words + j + 8) >> (bit & 63);
                var signs = ~Vector512.Narrow(low, high) << 31;
                (signs | Vector512.Create(1f).AsUInt32()).AsSingle().Store(panel + j);
            }
        }
    }

    /// <summary>Lane i gets +1 where bit i is 1, else −1.</summary>
    static void Store(uint bits, float* panel)
    {
        var lanes = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        var set = Vector512.Equals(Vector512.Create(bits) & lanes, lanes);
        Vector512.ConditionalSelect(set.AsSingle(), Vector512.Create(1f), Vector512.Create(-1f)).Store(panel);
    }
}
