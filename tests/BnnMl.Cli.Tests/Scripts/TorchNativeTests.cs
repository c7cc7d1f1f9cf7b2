namespace BnnMl.Cli.Tests.Scripts;

public sealed class TorchNativeTests : IDisposable
{
    readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_the_package_nothing_is_said_and_nothing_made()
    {
        Assert.Equal((0, "", ""), folder.Bash($"NUGET_PACKAGES={folder.Root}/none bash eng/torch-native"));
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "artifacts", "torch")));
    }

    [Fact]
    public void A_library_that_loads_is_left_alone()
    {
        var library = Put("/bin/true");
        Assert.Equal((0, "", ""), Run());
        Assert.Empty(Made());
        Assert.Equal(File.ReadAllBytes("/bin/true"), File.ReadAllBytes(library));
    }

    [Fact]
    public void A_library_that_lacks_something_else_is_not_edited_but_named()
    {
        var library = Put("/bin/true");
        var ran = Run("ldd() { echo \"x: /lib/libc.so.6: version \\`GLIBC_9.9' not found (required by x)\"; }; export -f ldd;");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("it needs GLIBC_9.9", ran.Output, StringComparison.Ordinal);
        Assert.Empty(Made());
        Assert.Equal(File.ReadAllBytes("/bin/true"), File.ReadAllBytes(library));
    }

    [Fact]
    public void One_bit_of_a_copy_is_changed_once_and_said_once()
    {
        byte[] entry = [0x42, 0xf8, 0x97, 0x02, 0, 0, 0x12, 0]; // hash of GLIBCXX_3.4.32, flags, index
        var original = (byte[])[.. new byte[100], .. entry, .. new byte[50]];
        File.WriteAllBytes(Put("/bin/true"), original);
        const string Lacking = "ldd() { case $1 in */artifacts/*) ;; *) echo \"x: /lib/libstdc++.so.6: version \\`GLIBCXX_3.4.32' not found (required by x)\" ;; esac; }; export -f ldd;";
        var ran = Run(Lacking);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("a copy that marks it as weak is in artifacts/torch/", ran.Output, StringComparison.Ordinal);
        var copy = File.ReadAllBytes(Assert.Single(Made()));
        Assert.Equal([104], Enumerable.Range(0, original.Length).Where(i => copy[i] != original[i]));
        Assert.Equal(2, copy[104]);
        Assert.Equal((0, "", ""), Run(Lacking));
    }

    (int ExitCode, string Output, string Errors) Run(string before = "") => folder.Bash($"{before} NUGET_PACKAGES={folder.Root}/packages bash eng/torch-native");

    /// <summary>A file as the library of the package whose version eng/Packages.props names.</summary>
    string Put(string source)
    {
        var version = System.Text.RegularExpressions.Regex.Match(folder.Read("eng/Packages.props"), "Include=\"TorchSharp\" Version=\"([^\"]+)\"").Groups[1].Value;
        var path = folder.Write($"packages/torchsharp/{version}/runtimes/linux-x64/native/libLibTorchSharp.so", "");
        File.Copy(source, path, overwrite: true);
        return path;
    }

    string[] Made() => Directory.GetFiles(Path.Combine(folder.Root, "artifacts", "torch"), "*.so", SearchOption.AllDirectories);
}
