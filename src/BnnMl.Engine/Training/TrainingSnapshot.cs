namespace BnnMl;

/// <summary>A network as it was at an epoch's end: what was learned and measured.</summary>
/// <param name="Epoch">Passes done.</param>
/// <param name="Accuracy">In [0, 1], of the validation; null without validation data.</param>
/// <param name="Latent">What was learned.</param>
/// <param name="Statistics">Of every hidden layer.</param>
sealed record TrainingSnapshot(double Epoch, double? Accuracy, LatentNetwork Latent, LayerStatistics[] Statistics)
{
    /// <summary>Writes a snapshot that may be null; <see cref="Read"/> reads it back to the same bits.</summary>
    internal static void Write(BinaryWriter writer, TrainingSnapshot? snapshot)
    {
        writer.Write(snapshot is not null);
        if (snapshot is null)
            return;
        writer.Write(snapshot.Epoch);
        writer.Write(snapshot.Accuracy ?? double.NaN);
        writer.Write(snapshot.Latent.LogScale ?? float.NaN);
        for (var layer = 0; layer <= snapshot.Statistics.Length; layer++)
        {
            Write(writer, snapshot.Latent.Weights(layer));
            Write(writer, snapshot.Latent.Shifts(layer));
        }

        foreach (var layer in snapshot.Statistics)
        {
            Write(writer, layer.Mean);
            Write(writer, layer.InverseDeviation);
        }
    }

    internal static TrainingSnapshot? Read(BinaryReader reader, NetworkSpec spec)
    {
        if (!reader.ReadBoolean())
            return null;
        var (epoch, accuracy, scale) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadSingle());
        var plan = spec.Plan();
        var learned = plan.Select(layer => (Weights: Floats(reader, layer.WeightBits), Shifts: Floats(reader, layer.UnitCount))).ToArray();
        var statistics = plan.SkipLast(1).Select(layer => new LayerStatistics(Floats(reader, layer.UnitCount), Floats(reader, layer.UnitCount))).ToArray();
        var latent = new LatentNetwork(spec, [.. learned.Select(layer => layer.Weights)], [.. learned.Select(layer => layer.Shifts)], float.IsNaN(scale) ? null : scale);
        return new(epoch, double.IsNaN(accuracy) ? null : accuracy, latent, statistics);
    }

    static void Write(BinaryWriter writer, ReadOnlySpan<float> values) => writer.Write(LittleEndian.Bytes(values));

    static float[] Floats(BinaryReader reader, long count)
    {
        var values = new float[count];
        reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        LittleEndian.ToMachine<float>(values);
        return values;
    }
}
