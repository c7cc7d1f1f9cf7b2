namespace BnnMl.Cli.Tests;

/// <summary>A kernel that BNNML_KERNEL names and that is not here.</summary>
public sealed class KernelTests
{
    [Theory]
    [InlineData("train", "--data", "synthetic", "--network", "FC8", "--out", "never.bnn")]
    [InlineData("search", "--data", "synthetic", "--out", "never")]
    [InlineData("inspect", "none.bnn")]
    public async Task It_is_refused_before_any_work_with_what_is_here(params string[] args)
    {
        var run = await ChildProcess.With("BNNML_KERNEL=neon", args);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("bnnml: BNNML_KERNEL=neon: no kernel is called \"neon\". Kernels on this machine: ", run.Error, StringComparison.Ordinal);
        Assert.All(KernelSelector.Available, name => Assert.Contains(name, run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_reports_it_beside_all_else()
    {
        var run = await ChildProcess.With("BNNML_KERNEL=neon", "doctor", "--json");
        Assert.Equal((2, ""), (run.ExitCode, run.Error));
        Assert.Contains("ONNX Runtime", run.Output, StringComparison.Ordinal);
        var kernels = run.Json.GetProperty("kernels");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, kernels.GetProperty("chosen").ValueKind);
        Assert.Contains("BNNML_KERNEL=neon", kernels.GetProperty("refused").GetString(), StringComparison.Ordinal);
    }
}
