namespace BnnMl;

/// <summary>
/// One layer in training: what is learned, with Adam's moments, and the memory of one batch. Latent weights lie as the tiles of <see cref="SumTables"/>, so that
/// gradient tiles meet them in order: weight (k, f) is at ((f / 6)·Words + k / 64)·384 + (f mod 6)·64 + k mod 64.
/// </summary>
sealed class TrainingLayer
{
    /// <param name="plan">The layer.</param>
    /// <param name="next">The layer that reads it, or null for the output layer.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="chunks">Parts of a batch, each with sums of its own.</param>
    /// <param name="flips">Whether weights are read with bit errors.</param>
    internal TrainingLayer(PlannedLayer plan, PlannedLayer? next, int batch, int chunks, bool flips)
    {
        Plan = plan;
        Pitch = (Units + 15) / 16 * 16;
        Order = MaxPooling.PoolOrder(plan);
        Corners = !IsConvolution ? [] : plan.IsFirst ? BytePatches.Corners(plan, Order) : BitPatches.Corners(plan, Order);
        var weights = (long)Tiles * Words * SumTables.TileLength;
        (Weights, Moment1, Moment2) = (new(weights), new(weights), new(weights));
        (Shift, Shift1, Shift2, Mean, Inverse) = (new(Pitch), new(Pitch), new(Pitch), new(Pitch), new(Pitch));
        (Mean1, Mean2) = (new(Pitch), new(Pitch));
        Bits = new((long)Words * Pitch);
        Read = flips ? new((long)Words * Pitch) : Bits;
        Rows = new(flips ? (long)Words * Units : 0);
        Sums = new((long)chunks * 2 * Pitch);
        var values = (long)batch * Positions * Pitch;
        (Z, Slope, Winners) = (new(values), new(values + SumTables.Columns), new(plan.Pool ? values : 0));
        Patches = new(IsConvolution && !plan.IsFirst ? (long)batch * Order.Length * Words : 0);
        OutWords = BitPack.Words(plan.Output.Length);
        Out = new(plan.Kind == LayerKind.Output ? 0 : (long)batch * OutWords);
        Pass = new(plan.Concatenate ? (long)batch * plan.Output.Area * plan.Input.Channels : 0);
        Raw = new(next is null or { Kind: LayerKind.Convolution } ? 0 : (long)SumTables.Tiles(batch) * SumTables.Rows * RawPitch);
        SumLanes = new(!plan.IsFirst ? (long)Words * LaneLength(Units) : IsConvolution ? 0 : (long)Panels * 2 * Words * SumTables.Columns);
        InputLanes = new(plan.IsFirst || IsConvolution ? 0 : (long)Words * LaneLength(batch));
    }

    internal PlannedLayer Plan { get; }

    internal bool IsConvolution => Plan.Kind == LayerKind.Convolution;

    /// <summary>Fan-in.</summary>
    internal int K => Plan.FanIn;

    internal int Units => Plan.UnitCount;

    /// <summary>Units rounded up to whole vectors of 16; what belongs to no unit is finite and never read.</summary>
    internal int Pitch { get; }

    /// <summary>Tiles of 6 units.</summary>
    internal int Tiles => SumTables.Tiles(Units);

    /// <summary>Panels of 64 units.</summary>
    internal int Panels => (Units + SumTables.Columns - 1) / SumTables.Columns;

    /// <summary>Words per unit: panels of 64 inputs.</summary>
    internal int Words => Plan.WordsPerUnit;

    /// <summary>Positions after pooling.</summary>
    internal int Positions => Plan.Output.Area;

    /// <summary>The positions of the unpooled map that are computed, in this order (<see cref="MaxPooling.PoolOrder"/>).</summary>
    internal int[] Order { get; }

    /// <summary>Where in the padded map their patches begin.</summary>
    internal int[] Corners { get; }

    /// <summary>Values of a sample's input map with padding; 0 where no gradient for it is needed.</summary>
    internal long PaddedInput => Plan.IsFirst ? 0 : (long)(Plan.Input.Height + (2 * Plan.Padding)) * PaddedRow;

    /// <summary>Values of one row of the padded input map.</summary>
    internal int PaddedRow => (Plan.Input.Width + (2 * Plan.Padding)) * Plan.Input.Channels;

    /// <summary>Latent weights in [−1, 1].</summary>
    internal AlignedBuffer<float> Weights { get; }

    internal AlignedBuffer<float> Moment1 { get; }

    internal AlignedBuffer<float> Moment2 { get; }

    /// <summary>Batch norm's beta [Pitch]; for the output layer the biases.</summary>
    internal AlignedBuffer<float> Shift { get; }

    internal AlignedBuffer<float> Shift1 { get; }

    internal AlignedBuffer<float> Shift2 { get; }

    /// <summary>Mean of z [Pitch].</summary>
    internal AlignedBuffer<float> Mean { get; }

    /// <summary>1 / √(variance of z + ε) [Pitch].</summary>
    internal AlignedBuffer<float> Inverse { get; }

    /// <summary>Mean over the batch of the gradient [Pitch].</summary>
    internal AlignedBuffer<float> Mean1 { get; }

    /// <summary>Mean over the batch of gradient × normalised z [Pitch].</summary>
    internal AlignedBuffer<float> Mean2 { get; }

    /// <summary>Signs of the latent weights, <see cref="BnnMl.WeightLanes"/> of Pitch units.</summary>
    internal AlignedBuffer<ulong> Bits { get; }

    /// <summary>The weights as this step's chip reads them; <see cref="Bits"/> itself without bit errors.</summary>
    internal AlignedBuffer<ulong> Read { get; }

    /// <summary>Room for the weights in the order of a packed layer, while bit errors are put in.</summary>
    internal AlignedBuffer<ulong> Rows { get; }

    /// <summary>Two sums per chunk and unit [chunks, 2, Pitch].</summary>
    internal AlignedBuffer<double> Sums { get; }

    /// <summary>Pooled pre-activations [batch, Positions, Pitch].</summary>
    internal AlignedBuffer<float> Z { get; }

    /// <summary>Gradient of what <see cref="Z"/> holds, same shape: first of the normalised, then of z itself.</summary>
    internal AlignedBuffer<float> Slope { get; }

    /// <summary>Which value of the pooling window won, same shape.</summary>
    internal AlignedBuffer<byte> Winners { get; }

    /// <summary>Words of one sample's output map.</summary>
    internal int OutWords { get; }

    /// <summary>Output maps as bits [batch, OutWords].</summary>
    internal AlignedBuffer<ulong> Out { get; }

    /// <summary>Gradient of the output map [whole tiles of samples, RawPitch], where a dense layer makes it.</summary>
    internal AlignedBuffer<float> Raw { get; }

    /// <summary>Output.Length in whole panels.</summary>
    internal int RawPitch => BitPack.Words(Plan.Output.Length) * SumTables.Columns;

    /// <summary>Convolutions on bits: every sample's patches in <see cref="Order"/>, kept for the way back [batch, positions, Words].</summary>
    internal AlignedBuffer<ulong> Patches { get; }

    /// <summary>Gradient of the concatenated input channels [batch, Positions, Input.Channels].</summary>
    internal AlignedBuffer<float> Pass { get; }

    /// <summary>
    /// The weights as <see cref="SumTables"/> reads them: a lane per input, bits along the units [Words, ⌈units / 32⌉, 64]; in a dense first layer a lane per unit, bits along the
    /// inputs [Panels, 2 · Words, 64].
    /// </summary>
    internal AlignedBuffer<uint> SumLanes { get; }

    /// <summary>Dense layers on bits: the inputs, a lane per input, bits along the samples [Words, ⌈samples / 32⌉, 64].</summary>
    internal AlignedBuffer<uint> InputLanes { get; }

    /// <summary>Length of one panel of lanes whose bits run along <paramref name="depth"/>.</summary>
    internal static int LaneLength(int depth) => TurnedBits.Words(depth) * SumTables.Columns;

    /// <summary>Where latent weight (k, f) is.</summary>
    internal long At(int k, int f) => ((((long)(f / SumTables.Rows) * Words) + (k / SumTables.Columns)) * SumTables.TileLength)
        + (f % SumTables.Rows * SumTables.Columns) + (k % SumTables.Columns);
}
