using Microsoft.ML;

namespace BnnMl.Tests.Scoring;

/// <summary>Memory of the whole process is measured, so no other test may run beside these.</summary>
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
[Collection(nameof(StreamingTests))]
public sealed class StreamingTests
{
    [Fact]
    public void A_million_rows_stream_through_in_constant_memory()
    {
        const int Rows = 1_000_000;
        var ml = new MLContext(1);
        var scored = TinyPipeline.Binary(ml, TinyPipeline.View(ml)).Transform(new GeneratedView(Rows, TinyRow.Features));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var (label, score) = (cursor.GetGetter<bool>(scored.Schema["PredictedLabel"]), cursor.GetGetter<float>(scored.Schema["Score"]));
        (bool answer, float value, long early, long allocated) = (false, 0, 0, 0);
        for (var i = 0; i < Rows; i++)
        {
            Assert.True(cursor.MoveNext());
            label(ref answer);
            score(ref value);
            if (i == 50_000)
                (early, allocated) = (GC.GetTotalMemory(forceFullCollection: true), GC.GetTotalAllocatedBytes());
        }

        Assert.False(cursor.MoveNext());
        var (grown, perRow) = (GC.GetTotalMemory(forceFullCollection: true) - early, (GC.GetTotalAllocatedBytes() - allocated) / (double)Rows);
        Assert.True(grown < 4 << 20, $"{grown} bytes more are alive after 950,000 rows");
        Assert.True(perRow < 500, $"{perRow} bytes are allocated per row");
    }
}
