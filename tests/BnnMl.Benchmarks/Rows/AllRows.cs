namespace BnnMl.Benchmarks;

/// <summary>The comparison, in the order of the table.</summary>
static class AllRows
{
    internal static IReadOnlyList<IRow> List { get; } = [.. Rows()];

    static IEnumerable<IRow> Rows()
    {
        var batch = new BatchRow("VGG3", NetworkSpec.Vgg3, 1024, integer: false, set => set switch { InstructionSet.Avx512 => new(15), InstructionSet.Avx2 => new(9), _ => null });
        yield return batch;
        yield return new Avx2Row(batch);
        yield return new BatchRow("VGG3", NetworkSpec.Vgg3, 1024, integer: true, _ => new(5));
        yield return new BatchRow("VGG7", NetworkSpec.Vgg7, 256, integer: false, _ => new(12));
        yield return new BatchRow("Cnv", NetworkSpec.Cnv, 256, integer: false, _ => new(12));
        yield return new LatencyRow();
        yield return new SweepRow();
        yield return new FlippingCostRow();
        yield return new TrainingRow("VGG3", NetworkSpec.Vgg3);
        yield return new TrainingRow("Fc", NetworkSpec.Fc);
        yield return new MemoryRow();
        yield return new SlicedShareRow();
        yield return new FlatRow();
        yield return new LinearRow();
        yield return new ThreadsRow();
    }
}
