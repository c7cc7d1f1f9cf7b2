namespace BnnMl.Benchmarks;

/// <summary>libtorch's steps in a process of its own without huge pages, which it asks for, or does not, once per process.</summary>
static class RemoteSteps
{
    /// <summary>What libtorch reads.</summary>
    internal const string HugePages = "THP_MEM_ALLOC_ENABLE";

    /// <param name="network">What <see cref="NetworkSpec.Parse(string, MapShape, int)"/> reads, for images of 28×28.</param>
    /// <param name="threads">libtorch's.</param>
    internal static RemoteSide Start(string network, int threads) => new("libtorch, custom function, without huge pages", [(HugePages, null)], "steps", network, $"{threads}");

    /// <summary>What the child does.</summary>
    internal static void RunChild(string network, int threads)
    {
        TrainingSides.SetTorchThreads(threads);
        using var sides = TrainingRow.Sides(NetworkSpec.Parse(network, new(1, 28, 28), 10));
        RemoteSide.Serve(sides.Torch().Run);
    }
}
