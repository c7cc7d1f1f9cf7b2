using System.Runtime.InteropServices;

namespace BnnMl.Tests;

/// <summary>What this machine has for tests, and why not where it has not.</summary>
static class Machine
{
    /// <summary>Debian's interpreter: another python3 that comes first on PATH does not see Debian's onnx.</summary>
    public const string Python = "/usr/bin/python3";

    public static string RepositoryRoot { get; } = Above(AppContext.BaseDirectory);

    /// <summary>The folder of Fashion-MNIST: $BNNML_DATA, beside the repository, or downloaded by eng/run.sh; null where it is nowhere.</summary>
    public static string? FashionMnist { get; } = new[]
    {
        Environment.GetEnvironmentVariable("BNNML_DATA"),
        Path.Combine(RepositoryRoot, "..", "shared", "data", "fashion-mnist"),
        Path.Combine(RepositoryRoot, "artifacts", "data", "fashion-mnist"),
    }.FirstOrDefault(folder => File.Exists(Path.Combine(folder ?? "", "train-images-idx3-ubyte.gz")));

    /// <summary>The folder of the small real tables: $BNNML_TABLES, or beside the repository; null where it is nowhere.</summary>
    public static string? Tables { get; } = new[]
    {
        Environment.GetEnvironmentVariable("BNNML_TABLES"),
        Path.Combine(RepositoryRoot, "..", "shared", "data", "tables"),
    }.FirstOrDefault(folder => File.Exists(Path.Combine(folder ?? "", "optdigits-train.csv")));

    /// <summary>Null where the machine has it, else what is missing and what to do.</summary>
    public static string? WhyNot(Need need) => need switch
    {
        Need.PythonOnnx => Directory.Exists("/usr/lib/python3/dist-packages/onnx") && File.Exists(Python)
            ? null : "python3-onnx is missing (as root: apt-get install python3-onnx)",
        Need.FashionMnist => FashionMnist is not null ? null : "Fashion-MNIST is missing (name its folder in BNNML_DATA)",
        Need.Tables => Tables is not null ? null : "the tables iris, breast-cancer, adult and optdigits are missing (name their folder in BNNML_TABLES)",
        Need.FilePermissions => Environment.IsPrivilegedProcess ? "file permissions do not bind root (run as another user)" : null,
        Need.OwnMounts => MayMount() ? null : "mounting is not allowed here (unshare --map-root-user --mount)",
        Need.LibTorch => WhyNoLibTorch.Value,
        Need.Gpu => File.Exists("/proc/driver/nvidia/version") ? null : "no NVIDIA GPU here",
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "No such need."),
    };

    static readonly Lazy<string?> WhyNoLibTorch = new(() =>
    {
        var (system, name) = OperatingSystem.IsWindows() ? ("win", "LibTorchSharp.dll") : OperatingSystem.IsMacOS() ? ("osx", "libLibTorchSharp.dylib") : ("linux", "libLibTorchSharp.so");
        var folder = $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        try
        {
            _ = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", folder, "native", name));
            return null;
        }
        catch (DllNotFoundException e)
        {
            return $"libtorch does not load (bash eng/setup says why): {e.Message.ReplaceLineEndings(" ")}";
        }
    });

    static bool MayMount()
    {
        try
        {
            using var unshare = System.Diagnostics.Process.Start("unshare", ["-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]);
            unshare.WaitForExit();
            return unshare.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static string Above(string folder)
    {
        var root = folder;
        while (!File.Exists(Path.Combine(root, "BnnMl.sln")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException($"No BnnMl.sln above {folder}: run the tests from artifacts/bin.");
        return root;
    }
}
