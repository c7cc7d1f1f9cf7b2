namespace BnnMl.TorchSharp;

/// <summary>
/// Weights trained in PyTorch with float modules: the state_dict of conv1, bn1, conv2, bn2, …, fc1, bn3, fc2, scale, as binarized networks of the literature name them. Layers
/// are numbered as the architecture's (<see cref="PlannedLayer.Name"/>), the output layer is the last fc, batch norms are numbered through; weights are binarized as x ≥ 0
/// is +1. Convolutions have [out, in, kh, kw], a dense layer behind a map reads it flattened (channel, row, column). Optional: biases of convolutions and dense layers, and
/// scale, one number on the output.
/// </summary>
public static class PyTorchWeights
{
    /// <summary>Reads a safetensors file or one that TorchSharp's Module.save wrote. Needs no libtorch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">The architecture; without concatenation.</param>
    /// <param name="options">What the file does not say.</param>
    /// <remarks>
    /// A negative batch norm weight is carried over by inverted weights. What can't be carried over is listed in <see cref="ImportedNetwork.Differences"/>: PyTorch pads ±1 maps
    /// with 0, this engine with +1, so that a network with padded convolutions behind the first answers otherwise near borders; some steps of training from
    /// <see cref="ImportedNetwork.Latent"/> adapt it. Inputs are 8-bit numbers here: see <see cref="PyTorchImportOptions.InputScale"/>.
    /// </remarks>
    /// <exception cref="InvalidDataException">The file is of another kind or damaged, or a tensor is missing, has another shape or holds what can't be; the message names it.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or the architecture concatenates.</exception>
    public static ImportedNetwork Import(string path, NetworkSpec spec, PyTorchImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new();
        options.Validate();
        options.Encoding.CheckFits(spec.Input);
        if (spec.Plan().FirstOrDefault(layer => layer.Concatenate) is { } concatenated)
            throw new ArgumentException($"{concatenated.Name} of {spec} concatenates its output to its input; such networks can't be imported.", nameof(spec));
        return new StateDictImport(new(path, StateDictFile.Read(path)), spec, options).Run();
    }
}
