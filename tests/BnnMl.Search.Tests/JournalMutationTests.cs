using SQLitePCL;

namespace BnnMl.Search.Tests;

/// <summary>Damaged files give the documented exceptions, never another one, and never an allocation that the file does not justify.</summary>
public sealed class JournalMutationTests : IDisposable
{
    const long MaxAllocation = 64L << 20;

    readonly TemporaryFolder folder = new();
    readonly byte[] valid;

    public JournalMutationTests()
    {
        SampleStudy.Of(SampleStudy.Options with { MaxTrials = 8, Journal = folder["valid.db"] }).Run(SampleStudy.Evaluate);
        valid = File.ReadAllBytes(folder["valid.db"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Random_mutations_of_a_journal_are_refused_or_harmless() => Mutate(300);

    [Fact]
    [Trait("Category", "Slow")]
    public void Ten_thousand_random_mutations_of_a_journal_are_refused_or_harmless() => Mutate(10_000);

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[i < 2 ? 1_000_000 : random.Next(1, 12_000)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                valid.AsSpan(0, Math.Min(100, bytes.Length)).CopyTo(bytes); // a true header before the noise
            Assert.False(Opens(bytes));
        }
    }

    void Mutate(int count)
    {
        var random = new Random(count);
        var (refused, harmless) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var bytes = (byte[])valid.Clone();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
                bytes[random.Next(3) == 0 ? random.Next(200) : random.Next(bytes.Length)] = (byte)random.Next(256);
            if (Opens(bytes))
                harmless++;
            else
                refused++;
        }

        Assert.True(refused > count / 2, $"{refused} refused, {harmless} harmless");
    }

    bool Opens(byte[] bytes)
    {
        var path = folder["mutated.db"];
        foreach (var file in new[] { path, path + "-journal", path + "-wal", path + "-shm" })
            File.Delete(file);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            StudyJournal.Read(path);
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
            return false;
        }
        finally
        {
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MaxAllocation);
            Assert.True(raw.sqlite3_memory_highwater(0) < MaxAllocation);
        }
    }
}
