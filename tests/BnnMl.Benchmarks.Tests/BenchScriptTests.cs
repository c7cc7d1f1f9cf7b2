using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BnnMl.Benchmarks.Tests;

/// <summary>eng/bench.sh before it builds anything.</summary>
public sealed partial class BenchScriptTests
{
    [Fact]
    public void Its_help_names_every_row()
    {
        var (code, output, _) = Bench("--help");
        Assert.Equal(0, code);
        var rows = output[output.IndexOf("The rows:", StringComparison.Ordinal)..];
        Assert.Equal(AllRows.List.Select(row => row.Key), Name().Matches(rows).Select(match => match.Groups[1].Value));
    }

    [Theory]
    [InlineData("--onyl", "--onyl is not known here")]
    [InlineData("--only", "--only needs a value")]
    [InlineData("--data=", "--data needs a value")]
    [InlineData("--only=vgg3-fp32,nothing", "there is no row nothing; the rows are vgg3-fp32 ")]
    [InlineData("--only=,", "names no row")]
    [InlineData("--only=.*", "there is no row .*")]
    [InlineData("--minutes=0", "give a number above 0")]
    [InlineData("--minutes=ten", "give a number above 0")]
    [InlineData("--minutes=601", "up to 600")]
    [InlineData("--out=/", "--out / is a folder")]
    [InlineData("--out=/dev/null/table.md", "can't be written")]
    [InlineData("--data=/no/such/folder", "/no/such/folder has no train-images-idx3-ubyte[.gz]: name the folder of Fashion-MNIST by --data DIR or BNNML_DATA=DIR")]
    public void What_can_not_be_is_refused_in_one_line(string argument, string part)
    {
        var (code, output, errors) = Bench(argument);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("bench.sh: ", errors, StringComparison.Ordinal);
        Assert.Equal(errors.Length - 1, errors.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains(part, errors, StringComparison.Ordinal);
    }

    static (int ExitCode, string Output, string Errors) Bench(string argument)
    {
        var script = Path.Combine(Machine.RepositoryRoot, "eng", "bench.sh");
        using var bash = Process.Start(new ProcessStartInfo("bash", [script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output, errors.Result);
    }

    [GeneratedRegex("^  ([a-z0-9]+[-a-z0-9]*)  ", RegexOptions.Multiline)]
    private static partial Regex Name();
}
