using static TorchSharp.torch;

namespace BnnMl.TorchSharp;

/// <summary>A chip's bit errors as factors: −1 where a stored bit flips. Two tensors where 0s and 1s flip at different rates, else one and the same.</summary>
/// <param name="Zeros">For stored 0s, that is −1; any shape that multiplies the signs.</param>
/// <param name="Ones">For stored 1s.</param>
sealed record BitErrorSigns(Tensor Zeros, Tensor Ones)
{
    /// <summary>The signs as the chip reads them.</summary>
    internal Tensor Apply(Tensor signs) => ReferenceEquals(Zeros, Ones) ? signs.mul(Zeros) : signs.mul(where(signs.gt(0f), Ones, Zeros));
}
