using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace BnnMl.TorchSharp.Tests;

/// <summary>A binarized network as one writes it in PyTorch: float modules conv1, bn1, …, fc1, …, scale, whose weights are binarized in the forward pass.</summary>
sealed class FloatNetwork : nn.Module<Tensor, Tensor>
{
    readonly NetworkSpec spec;
    readonly bool poolFirst;
    readonly List<(nn.Module Product, nn.Module? Norm)> layers = [];
    readonly Scale scale = new();

    /// <param name="spec">The architecture.</param>
    /// <param name="poolFirst">Max-pool before batch norm.</param>
    /// <param name="biases">Whether products have biases.</param>
    /// <param name="seed">Of everything, weights of batch norms of either sign included.</param>
    internal FloatNetwork(NetworkSpec spec, bool poolFirst, bool biases, int seed) : base("net")
    {
        (this.spec, this.poolFirst) = (spec, poolFirst);
        var (random, dense) = (new Random(seed), 0);
        foreach (var plan in spec.Plan())
        {
            nn.Module product = plan.Kind == LayerKind.Convolution
                ? nn.Conv2d(plan.Input.Channels, plan.UnitCount, plan.Kernel, padding: plan.Padding, bias: biases) : nn.Linear(plan.FanIn, plan.UnitCount, hasBias: biases);
            register_module(plan.Kind == LayerKind.Convolution ? plan.Name : $"fc{++dense}", product);
            Draw(product.get_parameter("weight")!, random, () => random.Next(9) == 0 ? 0 : (3 * random.NextSingle()) - 1.5f);
            if (biases)
                Draw(product.get_parameter("bias")!, random, () => random.NextSingle() - 0.5f);
            layers.Add((product, plan.Kind == LayerKind.Output ? null : Norm(plan, random)));
        }

        register_module("scale", scale);
        eval();
    }

    /// <summary>The batch norms' statistics to those of this batch, as after a training.</summary>
    internal FloatNetwork Calibrated(Tensor input)
    {
        using var scope = NewDisposeScope();
        train();
        forward(input);
        eval();
        return this;
    }

    /// <param name="input">[n, channels, height, width] in the units of the training.</param>
    /// <returns>Scores [n, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var map = input;
        foreach (var (plan, (product, norm)) in spec.Plan().Zip(layers))
        {
            var (weight, bias) = (product.get_parameter("weight")!, product.get_parameter("bias"));
            var signs = where(weight.ge(0), 1f, -1f);
            map = plan.Kind == LayerKind.Convolution ? F.conv2d(map, signs, bias, padding: [plan.Padding, plan.Padding]) : F.linear(map.flatten(1), signs, bias);
            if (norm is null)
                return map.mul(scale.Value).MoveToOuterDisposeScope();
            if (plan.Pool && poolFirst)
                map = F.max_pool2d(map, 2);
            map = norm is BatchNorm2d images ? images.forward(map) : ((BatchNorm1d)norm).forward(map);
            if (plan.Pool && !poolFirst)
                map = F.max_pool2d(map, 2);
            map = where(map.ge(0), 1f, -1f);
        }

        throw new InvalidOperationException("A network ends in its output layer.");
    }

    nn.Module Norm(PlannedLayer plan, Random random)
    {
        nn.Module norm = plan.Kind == LayerKind.Convolution ? nn.BatchNorm2d(plan.UnitCount, momentum: 1) : nn.BatchNorm1d(plan.UnitCount, momentum: 1);
        register_module($"bn{plan.Index + 1}", norm);
        Draw(norm.get_parameter("weight")!, random, () => random.Next(12) == 0 ? 0 : (2 * random.NextSingle()) - 1);
        Draw(norm.get_parameter("bias")!, random, () => random.NextSingle() - 0.5f);
        return norm;
    }

    static void Draw(Tensor values, Random random, Func<float> draw)
    {
        using var frozen = no_grad();
        values.copy_(tensor([.. Enumerable.Range(0, (int)values.numel()).Select(_ => draw())], values.shape));
    }

    sealed class Scale : nn.Module<Tensor, Tensor>
    {
        readonly Parameter value = new(tensor([0.01f]));

        internal Scale() : base("scale") => register_parameter("scale", value);

        internal Tensor Value => value;

        public override Tensor forward(Tensor input) => input.mul(value);
    }
}
