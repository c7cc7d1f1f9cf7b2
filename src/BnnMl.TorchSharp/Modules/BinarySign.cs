using TorchSharp;
using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>
/// Sign with a straight-through gradient, as an autograd function: x ≥ 0 (−0 too) is +1, all else −1. Clipped, the gradient passes where |x| ≤ 1, inclusive (arXiv:1602.02830);
/// else everywhere. Bit errors put into the result do not change the gradient (arXiv:2104.08323). An exception here would end the process: nothing here throws.
/// </summary>
sealed class BinarySign : autograd.SingleTensorFunction<BinarySign>
{
    const string Clipped = "clipped";

    public override string Name => nameof(BinarySign);

    /// <summary>Same shape as <paramref name="x"/>, values ±1.</summary>
    /// <param name="x">Anything; NaN gives −1.</param>
    /// <param name="clipped">Whether the gradient stops outside [−1, 1].</param>
    /// <param name="errors">Put into the signs, or null.</param>
    internal static Tensor Of(Tensor x, bool clipped, BitErrorSigns? errors = null) =>
        x.device_type == DeviceType.CPU ? apply(x, clipped, errors ?? (object)false) : Detached(x, clipped, errors);

    /// <summary>The forward pass alone.</summary>
    internal static Tensor Value(Tensor x, BitErrorSigns? errors)
    {
        using var scope = NewDisposeScope();
        var signs = x.sign().add_(0.5f).sign_(); // 0 becomes 1
        return (errors?.Apply(signs) ?? signs).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_data(Clipped, vars[1]);
        if (vars[1] is true)
            ctx.save_for_backward([x]);
        return Value(x, vars[2] as BitErrorSigns);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        return ctx.get_data(Clipped) is true
            ? [ctx.get_saved_variables()[0].abs().le_(1f).mul_(grad_output).MoveToOuterDisposeScope(), null!, null!]
            : [grad_output, null!, null!];
    }

    /// <summary>
    /// The same from libtorch's own functions: on a GPU the backward pass runs on a thread of libtorch, where no dispose scope reaches and managed tensors would wait for
    /// the garbage collector. passed − passed is exactly 0.
    /// </summary>
    internal static Tensor Detached(Tensor x, bool clipped, BitErrorSigns? errors)
    {
        using var scope = NewDisposeScope();
        var passed = clipped ? x.clamp(-1f, 1f) : x;
        return Value(x.detach(), errors).add(passed.sub(passed.detach())).MoveToOuterDisposeScope();
    }
}
