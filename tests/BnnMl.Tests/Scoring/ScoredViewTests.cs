using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests.Scoring;

public sealed class ScoredViewTests
{
    readonly MLContext ml = new(1);
    readonly IDataView data;
    readonly PackedNetworkTransformer model;

    public ScoredViewTests()
    {
        data = TinyPipeline.View(ml, TinyRow.Many(2500));
        model = TinyPipeline.Multiclass(ml, TinyPipeline.View(ml)).LastTransformer;
    }

    [Fact]
    public void Scores_of_a_batch_are_those_of_the_engine()
    {
        var encoding = model.Model.Encoding;
        var rows = TinyRow.Many(2500);
        var predictor = new Predictor(model.Model);
        var (bytes, scores) = (new byte[TinyRow.Features], new float[3]);
        var found = Logits().Transform(data).GetColumn<float[]>("Score").ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            encoding.Encode(rows[i].Values, model.Model.Spec.Input, bytes);
            predictor.Scores(bytes, scores);
            Assert.Equal(scores, found[i]);
        }
    }

    [Fact]
    public void Columns_that_pass_through_stay_with_their_rows()
    {
        var rows = TinyRow.Many(2500);
        var scored = ml.Data.CreateEnumerable<Passed>(model.Transform(data), reuseRowObject: true).Select(row => (row.Name, First: row.Features[0], row.Truth)).ToArray();
        Assert.Equal(rows.Select(row => (row.Name, row.Values[0], row.Truth)), scored);
    }

    [Fact]
    public void Nothing_is_read_before_a_cursor_moves_and_only_what_is_needed()
    {
        var watched = new WatchedView(data);
        var scored = model.Transform(watched);
        using (var cursor = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["Name"]]))
        {
            Assert.Equal(["Features", "Name"], watched.Asked.Order());
            Assert.Equal(0, watched.Rows);
            cursor.MoveNext();
            Assert.InRange(watched.Rows, 2, 3 * 256); // a first block, and the one that is read while it is scored
        }

        watched.Asked.Clear();
        using (var cursor = scored.GetRowCursor([scored.Schema["Name"]]))
            Assert.Equal(["Name"], watched.Asked);
    }

    [Fact]
    public void A_cursor_reads_its_source_once()
    {
        var watched = new WatchedView(data);
        Assert.Equal(2500, model.Transform(watched).GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(2500, watched.Rows);
    }

    [Fact]
    public void Positions_and_ids_are_those_of_the_rows()
    {
        var scored = model.Transform(new GeneratedView(2100, TinyRow.Features));
        using var cursor = scored.GetRowCursor(scored.Schema);
        var (id, row) = (cursor.GetIdGetter(), cursor.GetGetter<long>(scored.Schema["Row"]));
        Assert.Equal(-1, cursor.Position);
        DataViewRowId found = default;
        long number = 0;
        for (var i = 0; i < 2100; i++)
        {
            Assert.True(cursor.MoveNext());
            id(ref found);
            row(ref number);
            Assert.Equal(((long)i, (ulong)i, (long)i), (cursor.Position, found.Low, number));
        }

        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => row(ref number));
    }

    [Fact]
    public void Shuffled_rows_have_their_own_scores()
    {
        var shuffled = model.Transform(ml.Data.ShuffleRows(ml.Data.Cache(TinyPipeline.View(ml)), seed: 5));
        var straight = Lines(model.Transform(TinyPipeline.View(ml)));
        var mixed = Lines(shuffled);
        Assert.NotEqual(straight, mixed);
        Assert.Equal(straight.Order(), mixed.Order());
    }

    [Fact]
    public void A_set_of_cursors_covers_every_row_once()
    {
        var scored = model.Transform(ml.Data.Cache(data));
        var cursors = scored.GetRowCursorSet(scored.Schema, 4);
        var seen = new System.Collections.Concurrent.ConcurrentBag<(ulong, uint)>();
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var (id, label) = (cursor.GetIdGetter(), cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]));
                DataViewRowId found = default;
                uint key = 0;
                while (cursor.MoveNext())
                {
                    id(ref found);
                    label(ref key);
                    seen.Add((found.Low, key));
                }
            }
        });
        Assert.Equal(2500, seen.Select(row => row.Item1).Distinct().Count());
        Assert.Equal(scored.GetColumn<uint>("PredictedLabel").Order(), seen.Select(row => row.Item2).Order());
    }

    [Fact]
    public void A_NaN_is_named_with_column_row_and_slot()
    {
        var rows = TinyRow.Many(40);
        rows[33].Values[2] = float.NaN;
        var error = Assert.Throws<InvalidDataException>(() => model.Transform(TinyPipeline.View(ml, rows)).GetColumn<uint>("PredictedLabel").Count());
        Assert.Contains("'Features', row 33, slot 2 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cursor_that_failed_does_not_go_on()
    {
        var rows = TinyRow.Many(40);
        rows[33].Values[2] = float.NaN;
        var scored = model.Transform(TinyPipeline.View(ml, rows));
        using var cursor = scored.GetRowCursor(scored.Schema);
        Assert.Throws<InvalidDataException>(() => cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => cursor.MoveNext());
    }

    [Fact]
    public void Wide_columns_that_pass_through_are_read_less_far_ahead()
    {
        Assert.Equal(4096, BatchCursor.RowsAhead(6, [NumberDataViewType.Single]));
        Assert.Equal(5, BatchCursor.RowsAhead(6, [new VectorDataViewType(NumberDataViewType.Single, 200_000)]));
        Assert.Equal(1, BatchCursor.RowsAhead(6, [new VectorDataViewType(NumberDataViewType.Single, 5_000_000)]));
        Assert.Equal(255, BatchCursor.RowsAhead(6, [new VectorDataViewType(NumberDataViewType.Single), NumberDataViewType.Single]));
    }

    [Fact]
    public void Sparse_features_count_as_their_dense_values()
    {
        var rows = Enumerable.Range(0, 50).Select(i => new Sparse { Features = new VBuffer<float>(TinyRow.Features, 1, [4f], [i % TinyRow.Features]) }).ToArray();
        var dense = rows.Select(row => new TinyRow { Values = [.. row.Features.DenseValues()] });
        var definition = SchemaDefinition.Create(typeof(Sparse));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, TinyRow.Features);
        Assert.Equal(Lines(model.Transform(TinyPipeline.View(ml, dense))), Lines(model.Transform(ml.Data.LoadFromEnumerable(rows, definition))));
    }

    [Fact]
    public void Values_with_an_owner_pass_through_in_step()
    {
        var rows = TinyRow.Many(9).Select((row, i) => new Holding { Values = row.Values, Held = new Owned(i) }).ToArray();
        var scored = model.Transform(ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(Enumerable.Range(0, 9), ml.Data.CreateEnumerable<Holding>(scored, reuseRowObject: false).Select(row => row.Held!.Number));
        Assert.Equal(Lines(model.Transform(TinyPipeline.View(ml, TinyRow.Many(9)))), Lines(scored));
    }

    PackedNetworkTransformer Logits() => new(model.Model, "Features", null, new MulticlassScores(ClassNames.Numbered(3), ScoreForm.Logits, 1, "Score", "PredictedLabel"), SaveAs.Packed);

    string[] Lines(IDataView scored) => [.. ml.Data.CreateEnumerable<MulticlassPrediction>(scored, reuseRowObject: false).Select(row => row.ToString())];

    sealed class Passed
    {
        public string Name { get; set; } = "";

        public float[] Features { get; set; } = [];

        public bool Truth { get; set; }

        public float[] Score { get; set; } = [];
    }

    sealed class Sparse
    {
        public VBuffer<float> Features { get; set; }
    }

    sealed record Owned(int Number);

    sealed class OwnedType() : StructuredDataViewType(typeof(Owned))
    {
        public override bool Equals(DataViewType? other) => other is OwnedType;

        public override int GetHashCode() => 1;
    }

    [AttributeUsage(AttributeTargets.Property)]
    sealed class OwnedTypeAttribute : DataViewTypeAttribute
    {
        public override bool Equals(DataViewTypeAttribute? other) => other is OwnedTypeAttribute;

        public override int GetHashCode() => 1;

        public override void Register() => DataViewTypeManager.Register(new OwnedType(), typeof(Owned), this);
    }

    sealed class Holding
    {
        [VectorType(TinyRow.Features), ColumnName("Features")]
        public float[] Values { get; set; } = [];

        [OwnedType]
        public Owned? Held { get; set; }
    }
}
