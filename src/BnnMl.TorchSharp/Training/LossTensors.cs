using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace BnnMl.TorchSharp;

/// <summary>The losses of <see cref="Loss"/> on tensors.</summary>
static class LossTensors
{
    /// <summary>Scores are scale · z + bias, what inference answers by; the modified hinge loss is that of z itself, its scale is 1 and its biases are not learned.</summary>
    /// <param name="network">Whose output layer made z.</param>
    /// <param name="z">[n, classes].</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="batch">Labels and weights.</param>
    /// <returns>The weighted mean over the batch, and the scores [n, classes] without a margin.</returns>
    internal static (Tensor Loss, Tensor Scores) Of(BinaryNetwork network, Tensor z, Loss loss, BatchTensors batch)
    {
        using var scope = NewDisposeScope();
        var (each, scores) = loss switch
        {
            Loss.CrossEntropy => CrossEntropy(network, z, z, batch.Labels),
            Loss.MarginCrossEntropy margin => CrossEntropy(network, z, z.sub(Truth(z, batch.Labels).mul((float)margin.Margin)), batch.Labels),
            Loss.ModifiedHinge hinge => (Hinge(z, batch.Labels, hinge.Margin), z.detach().add(network.Layers[^1].Shift.detach())),
            _ => throw new InvalidOperationException($"{loss} is not known to the TorchSharp engine."),
        };
        return ((batch.Weights is null ? each : each.mul(batch.Weights)).mean().MoveToOuterDisposeScope(), scores.detach().MoveToOuterDisposeScope());
    }

    /// <summary>1 at the label, 0 elsewhere [n, classes].</summary>
    static Tensor Truth(Tensor z, Tensor labels) => F.one_hot(labels, z.shape[1]).to(z.dtype);

    /// <summary>Per sample [n].</summary>
    static (Tensor Each, Tensor Scores) CrossEntropy(BinaryNetwork network, Tensor z, Tensor lessMargin, Tensor labels)
    {
        var (scale, bias) = (network.Scale, network.Layers[^1].Shift);
        return (F.cross_entropy(lessMargin.mul(scale).add(bias), labels, reduction: nn.Reduction.None), z.detach().mul(scale.detach()).add(bias.detach()));
    }

    /// <summary>Per sample [n]: mean over classes of max(0, b − y·z) / b, y = ±1.</summary>
    static Tensor Hinge(Tensor z, Tensor labels, int margin)
    {
        var y = Truth(z, labels).mul_(2f).sub_(1f);
        return z.mul(y).neg().add_((float)margin).relu().mean([1L]).div((float)margin);
    }
}
