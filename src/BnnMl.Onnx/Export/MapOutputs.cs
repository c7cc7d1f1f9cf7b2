namespace BnnMl.Onnx;

/// <summary>Whether a graph gives away what lies between its layers.</summary>
enum MapOutputs
{
    /// <summary>Score and PredictedLabel only.</summary>
    None,

    /// <summary>Further outputs: each hidden layer's output map as the next layer reads it, float32 [N, C, H, W] or [N, units], −2 for bit 0 and 0 for bit 1.</summary>
    All,
}
