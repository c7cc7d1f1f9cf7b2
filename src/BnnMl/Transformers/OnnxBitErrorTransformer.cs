using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// An exported network in ONNX Runtime whose bits flip, as a transformer. Lazy, batched inside, safe to use from several threads. Dispose it, or the model that it is part
/// of, to give ONNX Runtime's memory back.
/// </summary>
public sealed class OnnxBitErrorTransformer : ITransformer, IDisposable
{
    readonly OnnxScorer scorer;
    readonly string inputColumn;

    internal OnnxBitErrorTransformer(OnnxScorer scorer, string inputColumn, MulticlassScores scores, string provider) =>
        (this.scorer, this.inputColumn, Scores, Provider) = (scorer, inputColumn, scores, provider);

    /// <summary>What runs the file: "CUDA" or "CPU".</summary>
    public string Provider { get; }

    bool ITransformer.IsRowToRowMapper => true;

    internal MulticlassScores Scores { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Bind(input.Schema), scorer);
    }

    /// <inheritdoc/>
    public void Dispose() => scorer.Dispose();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ScoredMapper(Bind(inputSchema), scorer);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException(
        "Bit errors are an experiment with a model, not part of one: ApplyOnnxModelWithBitErrors can't be saved. Save the pipeline without it, and append it again after Model.Load.");

    ScoredSchema Bind(DataViewSchema input) => new(input, inputColumn, scorer.Input, Scores);
}
