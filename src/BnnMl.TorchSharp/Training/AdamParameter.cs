using TorchSharp.Modules;
using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>A parameter with Adam's moments (arXiv:1412.6980); the same step as the native engine's <see cref="AdamStep"/>, which clips for real after it.</summary>
sealed class AdamParameter : IDisposable
{
    const float Beta1 = 0.9f;
    const float Beta2 = 0.999f;
    const double Epsilon = 1e-8;

    readonly float limit;
    readonly Tensor moment1;
    readonly Tensor moment2;

    /// <param name="name">For messages: "weights of conv1".</param>
    /// <param name="value">Updated in place, on its device.</param>
    /// <param name="limit">Largest magnitude; infinity where it is not clipped.</param>
    internal AdamParameter(string name, Parameter value, float limit)
    {
        (Name, Value, this.limit) = (name, value, limit);
        (moment1, moment2) = (zeros_like(value, requires_grad: false).DetachFromDisposeScope(), zeros_like(value, requires_grad: false).DetachFromDisposeScope());
    }

    internal string Name { get; }

    internal Parameter Value { get; }

    /// <summary>The value and both moments, in the order of a checkpoint.</summary>
    internal IEnumerable<Tensor> Tensors => [Value, moment1, moment2];

    /// <summary>To <paramref name="values"/>, the moments to 0.</summary>
    internal void Begin(Tensor values)
    {
        using var frozen = no_grad();
        Value.copy_(values);
        moment1.zero_();
        moment2.zero_();
    }

    /// <summary>The gradient that a backward pass left, which then belongs to the caller's dispose scope alone.</summary>
    internal Tensor TakeGradient()
    {
        var gradient = Value.grad ?? throw new InvalidOperationException($"The backward pass has not reached the {Name}.");
        Value.grad = null;
        return gradient;
    }

    /// <summary>One step; the caller's dispose scope takes what it makes.</summary>
    /// <param name="gradient">The value's shape.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="number">Of this step, from 1.</param>
    internal void Step(Tensor gradient, double learningRate, long number)
    {
        using var frozen = no_grad();
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, number));
        moment1.mul_(Beta1).add_(gradient, alpha: 1 - Beta1);
        moment2.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Value.addcdiv_(moment1, moment2.sqrt().add_((float)(Epsilon * correction)), (float)(-learningRate * correction / (1 - Math.Pow(Beta1, number))));
        if (float.IsFinite(limit))
            Value.clamp_(-limit, limit);
    }

    public void Dispose()
    {
        moment1.Dispose();
        moment2.Dispose();
    }
}
