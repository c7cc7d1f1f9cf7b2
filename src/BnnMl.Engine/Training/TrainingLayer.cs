namespace BnnMl;

/// <summary>
/// One layer in training: what is learned, with Adam's moments, and the memory of one batch. Latent weights lie as the sums of <see cref="ShortSums"/>, so that
/// gradients meet them in order: weight (k, f) is at ((f / 64)·K + k)·64 + f mod 64.
/// </summary>
sealed unsafe class TrainingLayer
{
    /// <param name="plan">The layer.</param>
    /// <param name="next">The layer that reads it, or null for the output layer.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="chunks">Parts of a batch, each with sums of its own.</param>
    /// <param name="flips">Whether weights are read with bit errors.</param>
    internal TrainingLayer(PlannedLayer plan, PlannedLayer? next, int batch, int chunks, bool flips)
    {
        (Plan, IsConvolution, K, Units, Words, Positions) = (plan, plan.Kind == LayerKind.Convolution, plan.FanIn, plan.UnitCount, plan.WordsPerUnit, plan.Output.Area);
        Pitch = (Units + 15) / 16 * 16;
        Order = MaxPooling.PoolOrder(plan);
        Corners = !IsConvolution ? [] : plan.IsFirst ? BytePatches.Corners(plan, Order) : BitPatches.Corners(plan, Order);
        (WeightPlaces, PositionPlaces) = (Places(plan.IsFirst ? K : 0, SgemmPanels.Columns), Places(plan.IsFirst ? Order.Length : 0, Pitch));
        GradientMap = new(plan, IsConvolution ? Order : []);
        var weights = (long)Blocks * K * ShortSums.Lanes;
        (Weights, Moment1, Moment2) = (new(weights), new(weights / 2), new(weights / 2));
        (Shift, Shift1, Shift2, Mean, Inverse) = (new(Pitch), new(Pitch), new(Pitch), new(Pitch), new(Pitch));
        (Mean1, Mean2) = (new(Pitch), new(Pitch));
        Bits = new((long)Words * Pitch);
        Read = flips ? new((long)Words * Pitch) : Bits;
        Rows = new(flips ? (long)Words * Units : 0);
        HasSampleLanes = !IsConvolution && next is not null;
        Chunks = HasSampleLanes ? 1 : chunks;
        Sums = new((long)Chunks * 2 * Pitch);
        var samples = HasSampleLanes ? SampleNumbers.Blocks(batch) * ShortSums.Lanes : batch;
        var values = (long)samples * Positions * Pitch;
        (Z, Slope, Winners) = (new(values), new(values + ShortSums.Lanes), new(plan.Pool ? values : 0));
        Patches = new(IsConvolution && !plan.IsFirst ? (long)batch * Order.Length * Words : 0);
        OutWords = BitPack.Words(plan.Output.Length);
        Out = new(plan.Kind == LayerKind.Output ? 0 : (long)batch * OutWords);
        Pass = new(plan.Concatenate ? (long)batch * plan.Output.Area * plan.Input.Channels : 0);
        Raw = new(HasSampleLanes ? values : next is null or { Kind: LayerKind.Convolution } ? 0 : (long)batch * RawPitch);
        SumWords = new(!plan.IsFirst ? (long)ShortSums.Words(Units) * InputPitch : IsConvolution ? 0 : (long)ShortSums.Words(K) * Blocks * ShortSums.Lanes);
        InputLanes = new(HasSampleLanes && !plan.IsFirst ? (long)samples * Words : 0);
        InputWords = new(plan.IsFirst || IsConvolution ? 0 : (long)ShortSums.Words(batch) * InputPitch);
        Numbers = IsConvolution ? null : plan.IsFirst ? new(batch, K, SampleNumbers.ByteWords) : new(batch, Units, SampleNumbers.GradientWords);
    }

    internal PlannedLayer Plan { get; }

    internal bool IsConvolution { get; }

    /// <summary>Fan-in.</summary>
    internal int K { get; }

    internal int Units { get; }

    /// <summary>Units rounded up to whole vectors of 16; what belongs to no unit is finite and never read.</summary>
    internal int Pitch { get; }

    /// <summary>Blocks of 64 units.</summary>
    internal int Blocks => (Units + ShortSums.Lanes - 1) / ShortSums.Lanes;

    /// <summary>Words per unit: 64 inputs each.</summary>
    internal int Words { get; }

    /// <summary>Positions after pooling.</summary>
    internal int Positions { get; }

    /// <summary>The positions of the unpooled map that are computed, in this order (<see cref="MaxPooling.PoolOrder"/>).</summary>
    internal int[] Order { get; }

    /// <summary>Where in the padded map their patches begin.</summary>
    internal int[] Corners { get; }

    /// <summary>First convolution: where the rows of its weights as ±1 begin [K].</summary>
    internal AlignedBuffer<int> WeightPlaces { get; }

    /// <summary>First convolution: where the positions of an unpooled gradient begin [positions].</summary>
    internal AlignedBuffer<int> PositionPlaces { get; }

    /// <summary>Where a convolution's positions lie on the way back.</summary>
    internal GradientMap GradientMap { get; }

    /// <summary>Values of a sample's input map with padding; 0 where no gradient for it is needed.</summary>
    internal long PaddedInput => Plan.IsFirst ? 0 : (long)(Plan.Input.Height + (2 * Plan.Padding)) * PaddedRow;

    /// <summary>Values of one row of the padded input map.</summary>
    internal int PaddedRow => (Plan.Input.Width + (2 * Plan.Padding)) * Plan.Input.Channels;

    /// <summary>Latent weights in [−1, 1].</summary>
    internal AlignedBuffer<float> Weights { get; }

    /// <summary>Adam's first moment as <see cref="AdamStep"/> keeps it.</summary>
    internal AlignedBuffer<uint> Moment1 { get; }

    internal AlignedBuffer<uint> Moment2 { get; }

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

    /// <summary>
    /// A hidden dense layer: <see cref="Z"/>, <see cref="Slope"/> and <see cref="Raw"/> have a lane per sample, [blocks of 64 samples, Pitch, 64], as the products make and read them. What lanes
    /// without a sample hold is finite, and 0 in the slope. In other layers they are [batch, …] as told there.
    /// </summary>
    internal bool HasSampleLanes { get; }

    /// <summary>Parts whose sums are kept apart: all of a unit's samples are summed at once where they lie in lanes.</summary>
    internal int Chunks { get; }

    /// <summary>Two sums per chunk and unit [Chunks, 2, Pitch].</summary>
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

    /// <summary>Gradient of the output map [batch, RawPitch], where a dense layer makes it.</summary>
    internal AlignedBuffer<float> Raw { get; }

    /// <summary>Output.Length in whole words.</summary>
    internal int RawPitch => BitPack.Words(Plan.Output.Length) * 64;

    /// <summary>Convolutions on bits: every sample's patches in <see cref="Order"/>, kept for the way back [batch, positions, Words].</summary>
    internal AlignedBuffer<ulong> Patches { get; }

    /// <summary>Gradient of the concatenated input channels [batch, Positions, Input.Channels].</summary>
    internal AlignedBuffer<float> Pass { get; }

    /// <summary>Inputs in whole words: rows of the products that the way back makes.</summary>
    internal int InputPitch => Words * 64;

    /// <summary>
    /// The weights as <see cref="ShortSums"/> reads them: a row per input, signs along the units [words of units, <see cref="InputPitch"/>]; in a dense first layer a row per unit, signs along the
    /// inputs [words of K, Blocks · 64].
    /// </summary>
    internal AlignedBuffer<uint> SumWords { get; }

    /// <summary>Dense layers on bits: a row per input, signs along the samples [words of samples, <see cref="InputPitch"/>].</summary>
    internal AlignedBuffer<uint> InputWords { get; }

    /// <summary>Dense layers: the numbers of a product with a lane per sample: the gradient of z, or the first layer's inputs.</summary>
    internal SampleNumbers? Numbers { get; }

    /// <summary>Hidden dense layers on bits: the inputs of every block of samples as <see cref="BnnMl.WeightLanes"/>, samples in the place of units.</summary>
    internal AlignedBuffer<ulong> InputLanes { get; }

    /// <summary>Where values of <see cref="Z"/>, <see cref="Slope"/> and <see cref="Raw"/> of a block of 64 samples begin, unit <paramref name="f"/> first; where samples have lanes.</summary>
    internal nint LanesAt(int block, int f) => (((nint)block * Pitch) + f) * ShortSums.Lanes;

    /// <summary>Where latent weight (k, f) is.</summary>
    internal long At(int k, int f) => ((((long)(f / ShortSums.Lanes) * K) + k) * ShortSums.Lanes) + (f % ShortSums.Lanes);

    static AlignedBuffer<int> Places(int count, int pitch)
    {
        var places = new AlignedBuffer<int>(count);
        for (var i = 0; i < count; i++)
            places.Pointer[i] = i * pitch;
        return places;
    }
}
