using System.Diagnostics;

namespace BnnMl.Engine.Tests;

public sealed class FashionMnistTests
{
    [FactNeeding(Need.FashionMnist)]
    public void It_loads_whole_with_equal_classes()
    {
        var split = DataSource.Load(Machine.FashionMnist!);
        Assert.Equal((60_000, 10_000), (split.Train.Count, split.Test.Count));
        Assert.Equal(new MapShape(1, 28, 28), split.Train.Shape);
        Assert.All(split.Train.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(6_000, pair.Value));
        Assert.All(split.Test.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(1_000, pair.Value));
        Assert.Equal([9, 2, 1, 1, 6], split.Test.Labels[..5].ToArray());
    }

    /// <summary>Processor time, because the machine may be busy with other work; a cold first call is left out.</summary>
    [FactNeeding(Need.FashionMnist)]
    public void Loading_it_takes_about_a_second_of_processor_time()
    {
        var fastest = Enumerable.Range(0, 3).Min(_ =>
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            DataSource.Load(Machine.FashionMnist!);
            return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
        });
        Console.WriteLine($"Fashion-MNIST loads in {fastest:F0} ms of processor time.");
        Assert.InRange(fastest, 1, 3_000);
    }
}
