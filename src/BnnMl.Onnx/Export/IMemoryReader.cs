namespace BnnMl.Onnx;

/// <summary>How a graph reads what memory holds: as it was written, or with bit errors.</summary>
interface IMemoryReader
{
    /// <summary>uint8 [units, 8 · words]: bit i of a row is bit i mod 8 of byte i / 8.</summary>
    string Weights(PlannedLayer layer);

    /// <summary>int64 [units]: the codes T + ZMax.</summary>
    string Thresholds(PlannedLayer layer);

    /// <summary>The layer's output map as the next layer reads it; the same shape, and still −2 (bit 0) or 0 (bit 1).</summary>
    string Activations(PlannedLayer layer, string map);
}
