using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace BnnMl.Benchmarks;

/// <summary>Kernels and whole networks under BenchmarkDotNet, in this process: it builds nothing and needs no network.</summary>
static class Measurements
{
    internal static void Run(string[] arguments)
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var artifacts = Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet");
        BenchmarkSwitcher.FromAssembly(typeof(Measurements).Assembly).Run(arguments, DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
    }
}
