using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>The samples of one batch on the device; they belong to the caller's dispose scope.</summary>
/// <param name="Inputs">Bytes less the zero point [n, channels, height, width], float32.</param>
/// <param name="Labels">Class indices [n].</param>
/// <param name="Weights">Relative weights [n]; null where all are 1.</param>
sealed record BatchTensors(Tensor Inputs, Tensor Labels, Tensor? Weights)
{
    /// <param name="data">Where the samples are.</param>
    /// <param name="rows">Which.</param>
    /// <param name="zeroPoint">The input byte that counts as 0.</param>
    /// <param name="device">Where to put them.</param>
    internal static BatchTensors Of(EncodedDataset data, ReadOnlySpan<int> rows, byte zeroPoint, Device device)
    {
        using var scope = NewDisposeScope();
        var (length, shape) = (data.Shape.Length, data.Shape);
        var (bytes, labels, weights) = (new byte[rows.Length * length], new long[rows.Length], new float[data.Weights.IsEmpty ? 0 : rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            data.Row(rows[i]).CopyTo(bytes.AsSpan(i * length));
            labels[i] = data.Labels[rows[i]];
            if (weights.Length > 0)
                weights[i] = data.RelativeWeight(rows[i]);
        }

        var pixels = tensor(bytes, [rows.Length, shape.Height, shape.Width, shape.Channels]).to(device);
        var inputs = pixels.permute(0, 3, 1, 2).to(float32).contiguous().sub_((float)zeroPoint);
        return new(inputs.MoveToOuterDisposeScope(), tensor(labels).to(device).MoveToOuterDisposeScope(),
            weights.Length > 0 ? tensor(weights).to(device).MoveToOuterDisposeScope() : null);
    }
}
