namespace BnnMl;

/// <summary>
/// Bit errors of the weights in training, addressed as those of a packed network are. One pattern per step, for all samples of the batch: transient errors too, which
/// in inference are other ones for every sample, so that the product of a whole batch reads its weights once.
/// </summary>
static unsafe class WeightErrors
{
    /// <summary>Writes <see cref="TrainingLayer.Read"/> from <see cref="TrainingLayer.Bits"/>: a plain copy without errors.</summary>
    internal static void Read(TrainingLayer layer, BitErrorModel? errors, Chip chip)
    {
        layer.Bits.Span.CopyTo(layer.Read.Span);
        if (errors is null || errors.IsNone)
            return;
        var rows = layer.Rows.Span;
        ToRows(layer, rows);
        BitFlips.Weights(layer.Plan, rows, errors, chip, 0, rows);
        WeightLanes.Fill(rows, layer.Units, layer.Words, layer.Read.Span);
    }

    /// <summary>The clean weights as a packed layer stores them: [units, WordsPerUnit].</summary>
    internal static void ToRows(TrainingLayer layer, Span<ulong> rows) => WeightLanes.Rows(layer.Bits.Span, layer.Units, layer.Words, rows);
}
