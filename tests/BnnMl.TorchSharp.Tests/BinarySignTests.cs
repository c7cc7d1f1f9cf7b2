using static TorchSharp.torch;

namespace BnnMl.TorchSharp.Tests;

[Trait("Category", "Native")]
public sealed class BinarySignTests
{
    static readonly float[] Values = [-3f, -1.0000001f, -1f, -0.3f, -1e-30f, -0f, 0f, 1e-30f, 0.7f, 1f, 1.0000001f, 5f];

    public static TheoryData<bool, bool> Forms => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [TheoryNeeding(Need.LibTorch)]
    [MemberData(nameof(Forms))]
    public void Zero_is_plus_one_and_the_gradient_passes_up_to_one_inclusive(bool function, bool clipped)
    {
        using var scope = NewDisposeScope();
        var x = tensor(Values).requires_grad_(true);
        var signs = function ? BinarySign.Of(x, clipped) : BinarySign.Detached(x, clipped, null);
        Assert.Equal(Values.Select(value => value >= 0 ? 1f : -1f), signs.detach().data<float>().ToArray());
        signs.mul(arange(1, 13, float32)).sum().backward();
        Assert.Equal(Values.Select((value, i) => !clipped || Math.Abs(value) <= 1 ? i + 1f : 0), x.grad!.data<float>().ToArray());
    }

    [TheoryNeeding(Need.LibTorch)]
    [InlineData(true)]
    [InlineData(false)]
    public void Bit_errors_change_the_signs_and_not_the_gradient(bool function)
    {
        using var scope = NewDisposeScope();
        var x = tensor(Values).requires_grad_(true);
        var errors = new BitErrorSigns(tensor([-1f, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1]), tensor([1f, 1, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1]));
        var signs = function ? BinarySign.Of(x, clipped: true, errors) : BinarySign.Detached(x, clipped: true, errors);
        Assert.Equal([1f, -1, -1, -1, -1, 1, 1, -1, 1, 1, 1, 1], signs.detach().data<float>().ToArray()); // a stored 0 at place 0, a stored 1 at place 7
        signs.sum().backward();
        Assert.Equal(Values.Select(value => Math.Abs(value) <= 1 ? 1f : 0), x.grad!.data<float>().ToArray());
    }

    [FactNeeding(Need.LibTorch)]
    public void The_form_for_gpus_is_exact_for_any_value()
    {
        using var scope = NewDisposeScope();
        var x = randn([100_000], float32).mul(0.6f).requires_grad_(true);
        Assert.Equal(0, BinarySign.Detached(x, clipped: true, null).detach().sub(BinarySign.Value(x.detach(), null)).abs().max().item<float>());
    }
}
