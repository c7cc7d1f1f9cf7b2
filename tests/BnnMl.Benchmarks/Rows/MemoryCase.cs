namespace BnnMl.Benchmarks;

/// <summary>What a child process of <see cref="MemoryRow"/> does.</summary>
enum MemoryCase
{
    /// <summary>Loads the engine and some images.</summary>
    NativeBare,

    /// <summary>The same and some native steps.</summary>
    Native,

    /// <summary>Loads libtorch and some images.</summary>
    LibTorchBare,

    /// <summary>The same and some steps of BnnMl.TorchSharp.</summary>
    LibTorch,
}
