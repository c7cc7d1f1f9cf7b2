using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class BinaryNetworkTests
{
    [FactNeeding(Need.LibTorch)]
    public void Layers_follow_their_network_to_another_place()
    {
        using var network = new BinaryNetwork(NetworkSpec.Parse("C4-MP2-FC8", new(1, 6, 6), 3), reduced: false);
        network.to(torch.float64); // as to a GPU: libtorch makes new parameters and buffers
        Assert.Equal(torch.float64, network.Theta.dtype);
        foreach (var layer in network.Layers)
            Assert.All((torch.Tensor[])[layer.Weight, layer.Shift, layer.Mean, layer.Inverse], tensor => Assert.Equal(torch.float64, tensor.dtype));
    }

    [FactNeeding(Need.LibTorch)]
    public void Parameters_have_the_layers_names()
    {
        using var network = new BinaryNetwork(NetworkSpec.Parse("C4-MP2-FC8", new(1, 6, 6), 3), reduced: false);
        Assert.Equal(["conv1.shift", "conv1.weight", "fc1.shift", "fc1.weight", "output.shift", "output.weight", "theta"],
            network.named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }
}
