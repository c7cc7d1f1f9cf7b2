using TorchSharp;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class LibraryTests
{
    [FactNeeding(Need.LibTorch)]
    public void Libtorch_multiplies()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(2f * 3 * 64, torch.full([64, 64], 2f).matmul(torch.full([64, 64], 3f))[5, 7].item<float>());
    }
}
