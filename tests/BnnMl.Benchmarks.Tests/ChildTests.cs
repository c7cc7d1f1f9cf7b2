using System.Runtime.Intrinsics.X86;

namespace BnnMl.Benchmarks.Tests;

/// <summary>Parts of a run that are processes of their own.</summary>
public sealed class ChildTests
{
    [Fact]
    public void With_other_kernels_than_avx2_the_row_of_avx2_times_nothing() =>
        Assert.Contains("ended with exit code", Assert.Throws<InvalidOperationException>(() => { ChildProcess.Run([(KernelSelector.Variable, "scalar")], "lines", "vgg3-latency", "0"); }).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Category", "Native")]
    public void The_row_of_avx2_runs_without_avx512()
    {
        var row = AllRows.List.OfType<Avx2Row>().Single();
        if (!Avx2.IsSupported)
            return;
        var lines = row.Measure(0.05).ToArray(); // the child throws where AVX-512 is on
        Assert.Equal(Threading.Counts, lines.Select(line => line.Threads));
        Assert.All(lines, line => Assert.Contains("[avx2] (ours in a process of its own without AVX-512, DOTNET_EnableAVX512=0; ONNX Runtime keeps AVX-512)", line.Work, StringComparison.Ordinal));
    }

    [FactNeeding(Need.LibTorch)]
    [Trait("Category", "Native")]
    public void Steps_in_a_process_without_huge_pages_are_timed_from_here()
    {
        using var remote = RemoteSteps.Start("C4-MP2-FC16", threads: 1);
        for (var i = 0; i < 3; i++)
            Assert.InRange(Pairs.Time(remote.Side, 1).Wall, 1e-4, 60);
    }

    [Fact]
    public void A_child_that_ends_is_no_answer() => Assert.ThrowsAny<Exception>(() => new RemoteSide("nobody", [], "no such thing"));
}
