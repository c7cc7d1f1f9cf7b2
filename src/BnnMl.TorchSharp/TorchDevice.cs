using TorchSharp;

namespace BnnMl.TorchSharp;

/// <summary>From the name of a device to the device, or to what is missing.</summary>
static class TorchDevice
{
    /// <exception cref="ArgumentException">Not a device's name.</exception>
    /// <exception cref="NotSupportedException">libtorch is missing, or there is no such GPU.</exception>
    internal static torch.Device Of(TorchSharpOptions options)
    {
        options.Validate();
        LibTorch.Require();
        var name = options.Device switch { "auto" => LibTorch.HasCuda ? "cuda:0" : "cpu", "cuda" => "cuda:0", var other => other };
        if (name == "cpu")
            return torch.CPU;
        if (!LibTorch.HasCuda)
            throw new NotSupportedException($"The device {options.Device} is not here: libtorch finds no CUDA. Add the package TorchSharp-cuda-linux or TorchSharp-cuda-windows instead of TorchSharp-cpu, on a machine with an NVIDIA GPU and its driver, or choose the device cpu.");
        var number = int.Parse(name.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
        if (number >= torch.cuda.device_count())
            throw new NotSupportedException($"The device {options.Device} is not here: this machine has {torch.cuda.device_count()} GPUs, the first is cuda:0.");
        return torch.device("cuda", number);
    }
}
