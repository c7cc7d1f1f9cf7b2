namespace BnnMl.Cli.Tests.Scripts;

public sealed class FashionMnistScriptTests : IDisposable
{
    readonly ScriptFolder folder = new();

    [Fact]
    public void The_folder_in_the_environment_comes_first() =>
        Assert.Equal((0, "/some/where\n", ""), folder.Bash("BNNML_DATA=/some/where bash eng/fashion-mnist"));

    [Fact]
    public void The_folder_beside_the_repository_comes_before_any_download()
    {
        var file = folder.Write("../shared/data/fashion-mnist/train-images-idx3-ubyte.gz", "");
        Assert.Equal((0, Path.GetDirectoryName(file) + "\n", ""), folder.Bash("bash eng/fashion-mnist"));
    }

    [Fact]
    public void Where_nothing_answers_the_synthetic_digits_are_used_and_that_is_said()
    {
        var found = folder.Bash(WithCurl("exit 7") + "bash eng/fashion-mnist");
        Assert.Equal((0, "synthetic\n"), (found.ExitCode, found.Output));
        Assert.Contains("THE BUILT-IN SYNTHETIC DIGITS are used instead", found.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_another_checksum_is_thrown_away()
    {
        var found = folder.Bash(WithCurl("echo changed >\"$file\"") + "bash eng/fashion-mnist");
        Assert.Equal((0, "synthetic\n"), (found.ExitCode, found.Output));
        Assert.Contains("has another checksum; thrown away", found.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Root, "artifacts"), "*", SearchOption.AllDirectories));
    }

    [FactNeeding(Need.FashionMnist)]
    public void A_download_with_the_right_checksums_is_kept_and_found_again()
    {
        var copy = Path.Combine(folder.Root, "artifacts/data/fashion-mnist") + "\n";
        var first = folder.Bash(WithCurl($"cp \"{Machine.FashionMnist}/${{url##*/}}\" \"$file\"") + "bash eng/fashion-mnist");
        Assert.Equal((0, copy), (first.ExitCode, first.Output));
        Assert.Equal((0, copy, ""), folder.Bash(WithCurl("exit 7") + "bash eng/fashion-mnist"));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Puts a curl first on PATH that sets `file` and `url` and runs <paramref name="body"/>: the network's part in a test without one.</summary>
    string WithCurl(string body)
    {
        folder.Write("bin/curl", $$"""
            #!/usr/bin/env bash
            while [ "$1" != -o ]; do shift; done
            file=$2 url=$3
            {{body}}
            """);
        return "chmod +x bin/curl; PATH=$PWD/bin:$PATH; ";
    }
}
