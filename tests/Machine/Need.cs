namespace BnnMl.Tests;

/// <summary>Something a test needs that a machine may lack.</summary>
enum Need
{
    /// <summary>Debian's python3 with its onnx package.</summary>
    PythonOnnx,

    /// <summary>The four idx files of Fashion-MNIST.</summary>
    FashionMnist,

    /// <summary>The small real tables: iris, breast cancer, adult, optdigits.</summary>
    Tables,

    /// <summary>A user whom file permissions bind, that is: not root.</summary>
    FilePermissions,

    /// <summary>May mount a small file system of its own (unshare), to fill it up.</summary>
    OwnMounts,

    /// <summary>libtorch and TorchSharp's own library, loadable here.</summary>
    LibTorch,

    /// <summary>An NVIDIA GPU with its driver.</summary>
    Gpu,
}
