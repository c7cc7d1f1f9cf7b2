namespace BnnMl;

/// <summary>What trains.</summary>
public enum TrainingEngine
{
    /// <summary>TorchSharp where it has a CUDA device, else the native engine, which is the faster of the two on the CPU.</summary>
    Auto,

    /// <summary>The native engine: on the CPU, without further packages, the same bits for a seed.</summary>
    Native,

    /// <summary>libtorch; the application adds TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.</summary>
    TorchSharp,
}
