namespace BnnMl;

/// <summary>
/// The first layers of a network on a block of samples, bit-sliced, up to the words that the layers behind them read. Owns all of its buffers and serves one caller; the
/// layers are divided among some threads. The weights are shared: see <see cref="SlicedWeights"/>.
/// </summary>
sealed class SlicedLayers
{
    readonly ByteColumns columns;
    readonly LayerParts[] layers;
    readonly LayerParts changed;
    readonly SlicedWeights weights;
    readonly PlaneMap[] maps;
    readonly PlaneFlips[] flips;
    readonly int[] places;
    readonly ParallelOptions options;

    /// <param name="network">Spec and zero point.</param>
    /// <param name="weights">What is run.</param>
    /// <param name="count">How many layers: at least 1, at most those that the weights are of.</param>
    /// <param name="set">An available instruction set.</param>
    /// <param name="planeWords">A block has 64 times as many samples: a power of two, at most a vector's words.</param>
    /// <param name="threads">Among how many threads a block is divided.</param>
    internal SlicedLayers(PackedNetwork network, SlicedWeights weights, int count, InstructionSet set, int planeWords, int threads)
    {
        var (plan, vectorWords) = (network.Spec.Plan(), BitSlice.VectorWords(set));
        (Samples, this.weights, options) = (64 * planeWords, weights, new() { MaxDegreeOfParallelism = threads });
        columns = new(plan[0], network.Encoding.ZeroPoint, Samples);
        maps = [.. Enumerable.Range(0, count).Select(i => new PlaneMap(plan[i].Output, i + 1 < count ? plan[i + 1].Padding : 0, planeWords))];
        LayerParts First(TableLists lists) => new(plan[0], null, maps[0], vectorWords, threads, lists.IsLong ? threads : 1, (share, shares) => lists.IsLong
            ? new LongByteUnitPlanes(plan[0], lists, columns, planeWords, set, share, shares)
            : new ByteUnitPlanes(plan[0], lists, columns, planeWords, set));
        LayerParts Later(PlaneLists lists, int i) => new(plan[i], maps[i - 1], maps[i], vectorWords, threads, lists.Blocks, (share, shares) => new BitUnitPlanes(plan[i], lists, maps[i - 1], set, share, shares));
        layers = [First(weights.First), .. weights.Lists.Take(count - 1).Select((lists, i) => Later(lists, i + 1))];
        changed = First(weights.Changed);
        flips = [.. maps.Select((map, i) => new PlaneFlips(plan[i], map))];
        places = maps[^1].Offsets(maps[^1].Shape.Height, maps[^1].Shape.Width);
    }

    /// <summary>Most samples of a block.</summary>
    internal int Samples { get; }

    /// <summary>Runs a block of samples with consecutive numbers.</summary>
    /// <param name="inputs">[samples, H·W·C].</param>
    /// <param name="samples">1 … <see cref="Samples"/>.</param>
    /// <param name="errors">Of activations; null for none.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="firstSample">Number of the first sample.</param>
    /// <param name="cache">Of the same samples; null for none.</param>
    /// <param name="cancel">Ends it within a layer.</param>
    internal void Run(ReadOnlySpan<byte> inputs, int samples, BitErrorModel? errors, Chip chip, long firstSample, FirstLayerCache? cache, CancellationToken cancel)
    {
        First(inputs, samples, firstSample, cache, cancel);
        for (var i = 0; i < layers.Length; i++)
        {
            if (i > 0)
                layers[i].Run(cancel);
            if (errors is not null)
                flips[i].Apply(errors, chip, firstSample, samples);
        }
    }

    /// <summary>The origin's first layer, evaluated or remembered, and then the units that differ.</summary>
    void First(ReadOnlySpan<byte> inputs, int samples, long firstSample, FirstLayerCache? cache, CancellationToken cancel)
    {
        cache = ReferenceEquals(weights.Origin, cache?.Origin) ? cache : null;
        var isKnown = cache is not null && cache.TryRead(firstSample, maps[0]);
        if (!isKnown || weights.Changed.Units.Length > 0)
            Turn(inputs, samples, firstSample, cache, isKnown);
        if (!isKnown)
        {
            layers[0].Run(cancel);
            cache?.Keep(firstSample, maps[0]);
        }

        if (weights.Changed.Units.Length > 0)
            changed.Run(cancel);
    }

    /// <summary>Turns the inputs, or finds them turned. They are kept from the second time on: by then the first has kept the maps of all blocks, which spare more.</summary>
    void Turn(ReadOnlySpan<byte> inputs, int samples, long firstSample, FirstLayerCache? cache, bool isKnown)
    {
        if (cache is not null && cache.TryRead(firstSample, columns))
            return;
        columns.Fill(inputs, samples, options);
        if (isKnown)
            cache!.Keep(firstSample, columns);
    }

    /// <summary>A layer's output maps as words [samples, words of a map] in (row, column, channel) order, unused bits 0.</summary>
    internal unsafe void Words(Span<ulong> words, int samples)
    {
        fixed (ulong* first = words)
        {
            var address = (nint)first;
            Parallel.For(0, (samples + 63) / 64, options, i => Words((ulong*)address, i * 64, Math.Min(64, samples - (i * 64))));
        }
    }

    /// <summary>At most 64 samples.</summary>
    unsafe void Words(ulong* words, int from, int samples)
    {
        var (map, perSample) = (maps[^1], BitPack.Words(places.Length));
        Span<ulong> square = stackalloc ulong[64];
        for (var word = 0; word < perSample; word++)
        {
            var source = map.At(0, 0) + (from / 64);
            var bits = places.AsSpan(word * 64, Math.Min(64, places.Length - (word * 64)));
            square.Clear();
            for (var bit = 0; bit < bits.Length; bit++)
                square[bit] = source[bits[bit]];
            BitTranspose.Square(square);
            for (var sample = 0; sample < samples; sample++)
                words[((long)(from + sample) * perSample) + word] = square[sample];
        }
    }
}
