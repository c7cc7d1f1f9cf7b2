using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace BnnMl.TorchSharp;

/// <summary>
/// One layer: product with the signs of the latent weights, 2×2 max-pool, batch norm with scale 1, sign, concatenation; the output layer is the product alone. Pooling comes
/// before batch norm, as in the native engine; with a scale of 1 that is the OR of bits. In training mode the batch's own statistics normalise, and <see cref="Mean"/> and
/// <see cref="Inverse"/> keep them; in evaluation mode these do.
/// </summary>
sealed class BinaryLayer : nn.Module<Tensor, Tensor>
{
    // not readonly: RegisterComponents registers them under these names, and a move to another device puts new ones in
    Parameter weight;
    Parameter shift;
    Tensor mean;
    Tensor inverse;

    /// <param name="plan">The layer.</param>
    /// <param name="reduced">Whether products of bits are computed in bfloat16.</param>
    internal BinaryLayer(PlannedLayer plan, bool reduced) : base(plan.Name)
    {
        (Plan, Reduced) = (plan, reduced && !plan.IsFirst);
        weight = new(zeros(plan.Kind == LayerKind.Convolution ? [plan.UnitCount, plan.Input.Channels, plan.Kernel, plan.Kernel] : [plan.UnitCount, plan.FanIn], float32));
        shift = new(zeros([plan.UnitCount], float32));
        (mean, inverse) = (zeros([plan.UnitCount], float32), ones([plan.UnitCount], float32));
        RegisterComponents();
    }

    internal PlannedLayer Plan { get; }

    /// <summary>Products in bfloat16.</summary>
    internal bool Reduced { get; }

    /// <summary>Latent weights in [−1, 1]: [units, channels, kernel, kernel], dense [units, K] with K in the order (channel, row, column).</summary>
    internal Parameter Weight => weight;

    /// <summary>Batch norm's beta [units]; for the output layer the biases.</summary>
    internal Parameter Shift => shift;

    /// <summary>Mean of z [units], of the last batch or as set.</summary>
    internal Tensor Mean => mean;

    /// <summary>1 / √(variance of z + ε) [units].</summary>
    internal Tensor Inverse => inverse;

    /// <summary>The weights' errors in the next pass, or null.</summary>
    internal BitErrorSigns? WeightErrors { get; set; }

    /// <summary>The output map's errors in the next pass, or null.</summary>
    internal BitErrorSigns? MapErrors { get; set; }

    /// <param name="input">[n, channels, height, width], ±1; in the first layer bytes less the zero point. [n, features] where the network begins with a dense layer.</param>
    /// <returns>[n, channels, height, width] of ±1, [n, units] of a dense layer; of the output layer z [n, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var z = Product(input, BinarySign.Of(weight, clipped: false, WeightErrors));
        if (Plan.Kind == LayerKind.Output)
            return z.MoveToOuterDisposeScope();
        var map = BinarySign.Of(Normalise(Plan.Pool ? F.max_pool2d(z, 2) : z), clipped: true);
        if (Plan.Concatenate)
            map = cat([Plan.Pool ? F.max_pool2d(input, 2) : input, map], 1); // [n, input channels ∥ units, h, w]
        if (MapErrors is not null)
            map = BinarySign.Of(map, clipped: false, MapErrors);
        return map.MoveToOuterDisposeScope();
    }

    /// <summary>z: [n, units, height, width] before pooling, or [n, units].</summary>
    Tensor Product(Tensor input, Tensor signs)
    {
        if (Plan.Kind == LayerKind.Convolution && Plan.Padding > 0)
            input = F.pad(input, (Plan.Padding, Plan.Padding, Plan.Padding, Plan.Padding), value: Plan.IsFirst ? 0 : 1);
        else if (Plan.Kind != LayerKind.Convolution)
            input = input.flatten(1);
        if (Reduced)
            (input, signs) = (input.to(bfloat16), signs.to(bfloat16));
        var z = Plan.Kind == LayerKind.Convolution ? F.conv2d(input, signs) : F.linear(input, signs);
        return Reduced ? z.to(float32) : z;
    }

    /// <summary>(z − mean) · inverse + shift, same shape; with the layer's own statistics in the very steps of <see cref="BatchNorm.Normalise"/>.</summary>
    Tensor Normalise(Tensor z)
    {
        if (!training)
        {
            long[] channels = [1, -1, .. Enumerable.Repeat(1L, (int)z.dim() - 2)];
            return z.sub(mean.view(channels)).mul_(inverse.view(channels)).add_(shift.view(channels));
        }

        // with a momentum of 1 the running statistics are those of this batch, the variance divided by n − 1
        var variance = zeros_like(inverse);
        var y = F.batch_norm(z, mean, variance, bias: shift, training: true, momentum: 1, eps: BatchStatistics.Epsilon);
        var n = (double)z.numel() / Plan.UnitCount;
        using (no_grad())
            inverse.copy_(variance.mul((n - 1) / n).add_(BatchStatistics.Epsilon).rsqrt_());
        return y;
    }
}
