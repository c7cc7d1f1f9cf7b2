using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>
/// Weights lie in two orders: packed rows are (row, column, channel) of the kernel or of the map that a dense layer reads, libtorch has (channel, row, column). Both keep a
/// unit's weights together.
/// </summary>
static class WeightOrder
{
    /// <summary>[units, K] in packed order to the shape of <see cref="BinaryLayer.Weight"/>.</summary>
    internal static Tensor ToModule(PlannedLayer plan, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var weight = rows.view([-1, .. Window(plan), plan.Input.Channels]).permute(0, 3, 1, 2).contiguous(); // [units, channels, height, width]
        return (plan.Kind == LayerKind.Convolution ? weight : weight.flatten(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The shape of <see cref="BinaryLayer.Weight"/> to [units, K] in packed order.</summary>
    internal static Tensor ToRows(PlannedLayer plan, Tensor weight)
    {
        using var scope = NewDisposeScope();
        return weight.detach().view([-1, plan.Input.Channels, .. Window(plan)]).permute(0, 2, 3, 1).reshape(-1, plan.FanIn).MoveToOuterDisposeScope();
    }

    static long[] Window(PlannedLayer plan) => plan.Kind == LayerKind.Convolution ? [plan.Kernel, plan.Kernel] : [plan.Input.Height, plan.Input.Width];
}
