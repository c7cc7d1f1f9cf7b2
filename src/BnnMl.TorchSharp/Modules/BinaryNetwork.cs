using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>The network of a <see cref="NetworkSpec"/> as libtorch modules: one <see cref="BinaryLayer"/> per planned layer, by its name, and θ of the output's scale.</summary>
sealed class BinaryNetwork : nn.Module<Tensor, Tensor>
{
    Parameter theta;

    /// <param name="spec">The architecture.</param>
    /// <param name="reduced">Whether products of bits are computed in bfloat16.</param>
    internal BinaryNetwork(NetworkSpec spec, bool reduced) : base("network")
    {
        theta = new(zeros([1], float32));
        RegisterComponents();
        Layers = [.. spec.Plan().Select(plan => new BinaryLayer(plan, reduced))];
        foreach (var layer in Layers)
            register_module(layer.Plan.Name, layer);
    }

    internal IReadOnlyList<BinaryLayer> Layers { get; }

    /// <summary>θ [1] of <see cref="Scale"/>.</summary>
    internal Parameter Theta => theta;

    BinaryLayer Output => Layers[^1];

    /// <summary>What the output's z is multiplied with: e^θ / √K, which begins with logits of variance near 1 [1].</summary>
    internal Tensor Scale => theta.exp().mul(1 / (Math.Sqrt(Output.Plan.FanIn) * Output.Plan.InputMagnitude));

    /// <param name="input">[n, channels, height, width] or [n, features], bytes less the zero point.</param>
    /// <returns>z of the output layer [n, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var map = input;
        foreach (var layer in Layers)
            map = layer.forward(map);
        return map.MoveToOuterDisposeScope();
    }
}
