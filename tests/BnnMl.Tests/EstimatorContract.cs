using BnnMl.Tests.Schemas;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl.Tests;

/// <summary>What any estimator of ML.NET's owes its users. A subclass is one estimator; its input has the columns of <see cref="TinyRow"/> and Key.</summary>
/// <typeparam name="TPrediction">A row of what it adds; its text is compared.</typeparam>
public abstract class EstimatorContract<TPrediction>
    where TPrediction : class, new()
{
    readonly MLContext ml = new(1);

    /// <summary>A new estimator that reads Features.</summary>
    protected abstract IEstimator<ITransformer> Create(MLContext context);

    /// <summary>Another column that it reads, or null.</summary>
    protected virtual string? LabelColumn => null;

    /// <summary>False where saving is refused.</summary>
    protected virtual bool CanSave => true;

    /// <summary>What must be among the predictions: the first and the last class.</summary>
    protected virtual string[] FirstAndLast => [];

    [Fact]
    public void The_promised_schema_is_the_fitted_schema()
    {
        var data = Data();
        using var model = Fitted(data);
        Assert.Equal(Columns.Describe(SchemaShapes.Of(model.Value.GetOutputSchema(data.Schema))).Order(), Columns.Describe(Create(ml).GetOutputSchema(SchemaShapes.Of(data.Schema))).Order());
        Assert.Equal(Columns.Describe(model.Value.GetOutputSchema(data.Schema)), Columns.Describe(model.Value.Transform(data).Schema));
    }

    [Fact]
    public void A_missing_column_is_named_by_promise_fit_and_transform()
    {
        AssertRefused("Features", ml.Transforms.DropColumns("Features").Fit(Data()).Transform(Data()));
        if (LabelColumn is { } label)
        {
            var without = ml.Transforms.DropColumns(label).Fit(Data()).Transform(Data());
            AssertNames(label, () => Create(ml).GetOutputSchema(SchemaShapes.Of(without.Schema)));
            AssertNames(label, () => Create(ml).Fit(without));
        }
    }

    [Fact]
    public void Features_of_another_type_are_refused_by_name()
    {
        AssertRefused("Features", ml.Transforms.Conversion.ConvertType("Features", outputKind: DataKind.Double).Fit(Data()).Transform(Data()));
        AssertRefused("Features", ml.Transforms.CopyColumns("Features", "Weight").Fit(Data()).Transform(Data()));
        AssertRefused("Features", ml.Transforms.CopyColumns("Features", "Name").Fit(Data()).Transform(Data()));
    }

    [Fact]
    public void Features_of_unknown_size_are_refused_by_name()
    {
        var rows = TinyRow.Many(12).Select(row => new Unsized { Features = row.Values, Name = row.Name, Truth = row.Truth });
        AssertRefused("Features", TinyPipeline.KeyOf(ml).Fit(ml.Data.LoadFromEnumerable(rows)).Transform(ml.Data.LoadFromEnumerable(rows)));
    }

    [Fact]
    public void Features_of_another_size_than_fitted_are_refused_by_name()
    {
        using var model = Fitted(Data());
        var wider = ml.Transforms.Concatenate("Features", "Features", "Weight").Fit(Data()).Transform(Data());
        AssertNames("Features", () => model.Value.Transform(wider));
        AssertNames("Features", () => model.Value.GetOutputSchema(wider.Schema));
        AssertNames("Features", () => model.Value.GetRowToRowMapper(wider.Schema));
    }

    [Fact]
    public void The_first_and_the_last_class_survive()
    {
        var data = Data();
        using var model = Fitted(data);
        var lines = Lines(model.Value.Transform(data));
        Assert.All(FirstAndLast, expected => Assert.Contains(lines, line => line.StartsWith(expected, StringComparison.Ordinal)));
    }

    [Fact]
    public void Fitted_twice_it_predicts_the_same()
    {
        var data = Data();
        using var one = Fitted(data);
        using var two = Fitted(data);
        Assert.Equal(Lines(one.Value.Transform(data)), Lines(two.Value.Transform(data)));
    }

    [Fact]
    public void A_prediction_engine_predicts_what_a_batch_does()
    {
        var data = Data();
        using var model = Fitted(data);
        var expected = Lines(model.Value.Transform(data));
        using var engine = ml.Model.CreatePredictionEngine<TinyRow, TPrediction>(model.Value, new PredictionEngineOptions { OwnsTransformer = false });
        Assert.Equal(expected, TinyRow.Many().Select(row => engine.Predict(row).ToString()!));
    }

    [Fact]
    public void Eight_threads_see_what_one_does()
    {
        var data = Data();
        using var model = Fitted(data);
        var expected = Lines(model.Value.Transform(data));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(expected, Lines(model.Value.Transform(data))));
    }

    [Fact]
    public void Transforming_reads_nothing_and_a_cursor_only_what_it_needs()
    {
        var data = Data();
        using var model = Fitted(data);
        var watched = new WatchedView(data);
        var scored = model.Value.Transform(watched);
        Assert.Empty(watched.Asked);
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.Equal(["Features"], watched.Asked);
    }

    [Fact]
    public void Saved_and_loaded_it_predicts_the_same()
    {
        var data = Data();
        using var model = Fitted(data);
        using var stream = new MemoryStream();
        if (!CanSave)
        {
            Assert.Throws<NotSupportedException>(() => ml.Model.Save(model.Value, data.Schema, stream));
            return;
        }

        ml.Model.Save(model.Value, data.Schema, stream);
        stream.Position = 0;
        Assert.Equal(Lines(model.Value.Transform(data)), Lines(new MLContext().Model.Load(stream, out _).Transform(data)));
    }

    [Fact]
    public void In_a_chain_it_fits_and_transforms()
    {
        var data = TinyPipeline.View(ml);
        var chain = TinyPipeline.KeyOf(ml).Append(ml.Transforms.CopyColumns("Kept", "Weight")).AppendCacheCheckpoint(ml).Append(Create(ml)).Append(ml.Transforms.CopyColumns("Again", "Score")).Fit(data);
        Assert.Equal(120, ml.Data.CreateEnumerable<TPrediction>(chain.Transform(data), reuseRowObject: false).Count());
        (chain as IDisposable).Dispose();
    }

    /// <summary>Refused by the promise, by Fit and by the fitted transformer.</summary>
    void AssertRefused(string column, IDataView data)
    {
        AssertNames(column, () => Create(ml).GetOutputSchema(SchemaShapes.Of(data.Schema)));
        AssertNames(column, () => Create(ml).Fit(data));
        using var model = Fitted(Data());
        AssertNames(column, () => model.Value.Transform(data));
    }

    static void AssertNames(string column, Func<object> act) => Assert.Contains($"'{column}'", Assert.Throws<ArgumentOutOfRangeException>(act).Message, StringComparison.Ordinal);

    IDataView Data() => TinyPipeline.KeyOf(ml).Fit(TinyPipeline.View(ml)).Transform(TinyPipeline.View(ml));

    Owned Fitted(IDataView data) => new(Create(ml).Fit(data));

    string[] Lines(IDataView scored) => [.. ml.Data.CreateEnumerable<TPrediction>(scored, reuseRowObject: false).Select(row => row.ToString()!)];

    sealed record Owned(ITransformer Value) : IDisposable
    {
        public void Dispose() => (Value as IDisposable)?.Dispose();
    }

    sealed class Unsized
    {
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public bool Truth { get; set; }
    }
}
