using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace BnnMl.TorchSharp;

/// <summary>Whether libtorch is here, and with which devices. Nothing is loaded before the first question.</summary>
public static class LibTorch
{
    static readonly Lazy<string?> missing = new(Load);
    static readonly Lazy<bool> cuda = new(() => NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out _) && missing.Value is null && torch.cuda.is_available());

    /// <summary>True where TorchSharp's and libtorch's native libraries load.</summary>
    public static bool IsAvailable => missing.Value is null;

    /// <summary>What is missing and what to do; null where <see cref="IsAvailable"/>.</summary>
    public static string? WhyMissing => missing.Value;

    /// <summary>True where a package of libtorch with CUDA and an NVIDIA GPU with its driver are here.</summary>
    public static bool HasCuda => cuda.Value;

    /// <exception cref="NotSupportedException">Not available; the message names the packages to add.</exception>
    internal static void Require()
    {
        if (missing.Value is { } why)
            throw new NotSupportedException(why);
    }

    /// <summary>
    /// TorchSharp itself, when it finds no library, copies 500 MB beside the program and writes its search to standard output: so the libraries are loaded here first, in its
    /// order, and TorchSharp finds them loaded.
    /// </summary>
    static string? Load()
    {
        var assembly = typeof(torch).Assembly;
        if (!RuntimeInformation.ProcessArchitecture.ToString().EndsWith("64", StringComparison.Ordinal))
            return "TorchSharp needs a 64-bit process. The native engine trains without it.";
        try
        {
            if (!NativeLibrary.TryLoad("torch_cuda", assembly, null, out _))
                _ = NativeLibrary.Load("torch_cpu", assembly, null);
            _ = NativeLibrary.Load("LibTorchSharp", assembly, null);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return $"libtorch can't be loaded. {Remedy(e.Message, assembly)} The native engine trains without it.{Detail(e.Message)}";
        }
    }

    /// <summary>What the loader said where it is more than the places it looked at.</summary>
    static string Detail(string message)
    {
        var lines = message.ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains(".so", StringComparison.Ordinal) && !line.EndsWith("No such file or directory", StringComparison.Ordinal));
        return string.Concat(lines.Take(1).Select(line => $" The loader said: {line.Trim()}"));
    }

    static string Remedy(string message, Assembly assembly) => message.Contains("GLIBC", StringComparison.Ordinal)
        ? $"TorchSharp {assembly.GetName().Version?.ToString(3)} was built for a newer system than this one (libstdc++ of GCC 13, as in Debian 13 or Ubuntu 24.04): use such a system, or put the copy of libLibTorchSharp.so that BnnMl's eng/torch-native makes (artifacts/torch) into the program's runtimes/linux-x64/native."
        : "Add the package TorchSharp-cpu to the program's project, or for NVIDIA GPUs TorchSharp-cuda-linux or TorchSharp-cuda-windows."
            + (OperatingSystem.IsWindows() ? " TorchSharp 0.107.0 does not load on Windows (dotnet/TorchSharp, issue 1567): take 0.106.0 or a newer one." : "");
}
