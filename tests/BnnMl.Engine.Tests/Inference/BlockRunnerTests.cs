namespace BnnMl.Engine.Tests.Inference;

public class BlockRunnerTests
{
    const int LeastShared = 128;

    static readonly BlockRunner runner = new(NetworkSpec.Vgg3, threads: 2);

    /// <summary>Samples of a block that fills a vector.</summary>
    static int Full => runner.Blocks(100_000, 1)[0].Form.Samples;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Blocks_hold_all_samples_in_their_order(int cores)
    {
        foreach (var samples in new[] { 1, 15, 16, 63, 127, 272, 511, 512, 700, 784, 1023, 1024, 1300, 9728, 10_000, 10_240 })
        {
            var next = 0;
            foreach (var (first, count, form) in runner.Blocks(samples, cores))
            {
                Assert.Equal(next, first);
                Assert.InRange(count, 1, form.Samples);
                Assert.True(form.Threads == 1 || form.Threads == cores);
                next += count;
            }

            Assert.Equal(samples, next);
        }
    }

    [Fact]
    public void Blocks_that_keep_all_cores_busy_are_not_divided_even_if_the_last_is_not_full()
    {
        Assert.All(runner.Blocks((20 * Full) - (Full / 4), 2), block => Assert.Equal(1, block.Form.Threads));
        Assert.All(runner.Blocks(20 * Full, 2), block => Assert.Equal(1, block.Form.Threads));
        Assert.All(runner.Blocks(19 * Full, 1), block => Assert.Equal(1, block.Form.Threads));
    }

    [Fact]
    public void A_block_that_would_leave_a_core_idle_is_divided()
    {
        var threads = Full >= LeastShared ? 2 : 1;
        Assert.Equal([.. Enumerable.Repeat(1, 18), threads], runner.Blocks(19 * Full, 2).Select(block => block.Form.Threads));
        Assert.Equal([1, 1, threads], runner.Blocks((2 * Full) + (Full * 3 / 4), 2).Select(block => block.Form.Threads).ToArray());
        Assert.Equal([threads, 1], runner.Blocks(Full + 1, 2).Select(block => block.Form.Threads));
    }
}
