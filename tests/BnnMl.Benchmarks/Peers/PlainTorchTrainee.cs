using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace BnnMl.Benchmarks;

/// <summary>
/// A training step as one writes it with libtorch's own modules: latent weights in Conv2d and Linear, x + (sign(x) − x).detach(), BatchNorm, max_pool2d, cross-entropy, its
/// Adam. Padding is Conv2d's own, with 0 and not +1: less work than ours.
/// </summary>
sealed class PlainTorchTrainee : IDisposable
{
    readonly NetworkSpec spec;
    readonly List<(PlannedLayer Plan, nn.Module<Tensor, Tensor>? Norm, Parameter Weight)> layers = [];
    readonly List<IDisposable> owned = [];
    readonly optim.Optimizer adam;

    internal PlainTorchTrainee(NetworkSpec spec, double learningRate)
    {
        this.spec = spec;
        var parameters = new List<Parameter>();
        foreach (var plan in spec.Plan())
        {
            nn.Module product = plan.Kind == LayerKind.Convolution
                ? nn.Conv2d(plan.Input.Channels, plan.UnitCount, plan.Kernel, padding: plan.Padding, bias: false)
                : nn.Linear(plan.FanIn, plan.UnitCount, hasBias: false);
            nn.Module<Tensor, Tensor>? norm = plan.Kind switch { LayerKind.Convolution => nn.BatchNorm2d(plan.UnitCount), LayerKind.Dense => nn.BatchNorm1d(plan.UnitCount), _ => null };
            owned.Add(product);
            parameters.AddRange(product.parameters());
            if (norm is not null)
            {
                owned.Add(norm);
                parameters.AddRange(norm.parameters());
            }

            layers.Add((plan, norm, product.get_parameter("weight")!));
        }

        owned.Add(adam = optim.Adam(parameters, learningRate));
    }

    /// <returns>The loss.</returns>
    internal float Step(EncodedDataset data, in TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var rows = step.Rows.Span;
        var shape = spec.Input;
        var (bytes, labels) = (new byte[rows.Length * shape.Length], new long[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            data.Row(rows[i]).CopyTo(bytes.AsSpan(i * shape.Length));
            labels[i] = data.Labels[rows[i]];
        }

        var input = tensor(bytes, [rows.Length, shape.Height, shape.Width, shape.Channels]).permute(0, 3, 1, 2).to(float32).contiguous(); // [n, channels, h, w]
        adam.zero_grad();
        var loss = F.cross_entropy(Scores(input), tensor(labels));
        loss.backward();
        adam.step();
        using var frozen = no_grad();
        foreach (var (_, _, weight) in layers)
            weight.clamp_(-1, 1);
        return loss.item<float>();
    }

    public void Dispose() => owned.ForEach(one => one.Dispose());

    /// <returns>[n, classes].</returns>
    Tensor Scores(Tensor map)
    {
        foreach (var (plan, norm, weight) in layers)
        {
            var signs = Signs(weight);
            var z = plan.Kind == LayerKind.Convolution ? F.conv2d(map, signs, padding: [plan.Padding, plan.Padding]) : F.linear(map.flatten(1), signs);
            if (norm is null)
                return z.mul(1 / Math.Sqrt(plan.FanIn));
            map = Signs(norm.call(plan.Pool ? F.max_pool2d(z, 2) : z).clamp(-1, 1));
        }

        throw new InvalidOperationException("A network ends in its output layer.");
    }

    /// <summary>Forward the signs, backward the identity.</summary>
    static Tensor Signs(Tensor x) => x.add(x.sign().sub(x).detach());
}
