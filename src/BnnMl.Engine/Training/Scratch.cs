namespace BnnMl;

/// <summary>One thread's memory for what lives no longer than a part of a layer's work.</summary>
sealed unsafe class Scratch
{
    static readonly InstructionSet Form = KernelSelector.Selected;

    /// <param name="layers">All layers that will use it.</param>
    /// <param name="batch">Samples per step.</param>
    internal Scratch(IReadOnlyList<TrainingLayer> layers, int batch)
    {
        var (first, hidden) = (layers[0], layers.Skip(1).ToArray());
        var convolutions = hidden.Where(layer => layer.IsConvolution).ToArray();
        Map = new(layers.Max(layer => Math.Max(((long)layer.Plan.Units.Area + SgemmPanels.Rows) * layer.Pitch, layer.PaddedInput)) + SgemmPanels.Columns);
        Gradient = new(Math.Max(first.Plan.Pool ? ((long)first.Plan.Units.Area * first.Pitch) + SgemmPanels.Columns : 0, batch > FixedPoint.MaxDepth ? Largest(hidden, layer => layer.K) * ShortSums.Lanes : 0));
        Padded = new(layers.Max(layer => BitPatches.PaddedWords(layer.Plan)));
        Rows = new(Largest(hidden, layer => layer.HasSampleLanes ? (long)ShortSums.Lanes * layer.Words : 0));
        PatchWords = new(Largest(convolutions, layer => (long)ShortSums.Words(layer.Order.Length) * layer.InputPitch));
        Planes = new(Largest(convolutions, layer => (layer.Plan.Input.Channels + 4L) * layer.GradientMap.PlanePitch));
        Values = new(first.IsConvolution ? BytePatches.PaddedLength(first.Plan) : 0);
        A = new(first.IsConvolution ? ((long)first.Plan.Units.Area + SgemmPanels.Rows) * BytePatches.Pitch(first.Plan) : 0);
        B = new(first.IsConvolution ? (long)first.K * first.Blocks * SgemmPanels.Columns : 0);
        Strip = new((long)Math.Max(FixedPoint.MaxDepth, Math.Max(first.IsConvolution ? 0 : batch, Largest(convolutions, layer => layer.Positions))) * ShortSums.Lanes);
        Numbers = new(Math.Max((long)FixedPoint.MaxDepth * ShortSums.Lanes, Largest(convolutions, layer => Math.Max((long)layer.Order.Length * ShortSums.Lanes, (long)layer.Units * layer.GradientMap.Lanes))));
        Sums = new((Math.Max(SampleNumbers.MaxRows, Largest(convolutions, layer => layer.K)) + 1) * ShortSums.Lanes);
        Results = new((long)SampleNumbers.MaxRows * ShortSums.Lanes);
    }

    /// <summary>A sample's pre-activations before pooling, or the gradient of its padded input.</summary>
    internal AlignedBuffer<float> Map { get; }

    /// <summary>The gradient of a sample's pre-activations before pooling [positions, Pitch], in the first layer; or that of 64 units' weights [K, 64] that several segments make.</summary>
    internal AlignedBuffer<float> Gradient { get; }

    /// <summary>A sample's input bits with padding.</summary>
    internal AlignedBuffer<ulong> Padded { get; }

    /// <summary>The weights of 64 units [units, words].</summary>
    internal AlignedBuffer<ulong> Rows { get; }

    /// <summary>A sample's patches with a row per input, signs along the positions [words, InputPitch].</summary>
    internal AlignedBuffer<uint> PatchWords { get; }

    /// <summary>The gradient of a sample's padded input, one plane per channel.</summary>
    internal AlignedBuffer<short> Planes { get; }

    /// <summary>A sample's padded map of the first layer; its padding stays 0.</summary>
    internal AlignedBuffer<float> Values { get; }

    /// <summary>The patches of 8-bit inputs.</summary>
    internal AlignedBuffer<float> A { get; }

    /// <summary>The first convolution's weights as ±1.</summary>
    internal AlignedBuffer<float> B { get; }

    /// <summary>64 columns of a gradient side by side.</summary>
    internal AlignedBuffer<float> Strip { get; }

    /// <summary>The same as 16-bit numbers.</summary>
    internal AlignedBuffer<short> Numbers { get; }

    /// <summary>What a number of each lane counts.</summary>
    internal AlignedBuffer<float> Units { get; } = new(ShortSums.Lanes);

    /// <summary>Sums of numbers [rows, 64].</summary>
    internal AlignedBuffer<short> Sums { get; }

    /// <summary>Sums as floats [rows, 64].</summary>
    internal AlignedBuffer<float> Results { get; }

    AlignedBuffer<short> Tables { get; } = new(ShortSums.MaxGroups * ShortSums.TableLength);

    /// <summary>Adds [count, 64] numbers times signs to <paramref name="rows"/> rows of sums.</summary>
    internal void Sum(short* numbers, int count, uint* words, int rows, short* sums)
    {
        Tabulate(numbers, count, ShortSums.Lanes);
        Add(count, words, rows, sums, ShortSums.Lanes);
    }

    /// <summary>The tables of <paramref name="count"/> numbers.</summary>
    internal void Tabulate(short* numbers, int count, nint pitch) => ShortSums.Tabulate(Form, numbers, count, pitch, Tables.Pointer);

    /// <summary>Adds what <see cref="Tabulate"/> has made tables of.</summary>
    internal void Add(int count, uint* words, int rows, short* sums, nint pitch) => ShortSums.Add(Form, Tables.Pointer, ShortSums.Groups(count), words, rows, sums, pitch);

    static long Largest(TrainingLayer[] layers, Func<TrainingLayer, long> length) => layers.Select(length).DefaultIfEmpty(0).Max();
}
