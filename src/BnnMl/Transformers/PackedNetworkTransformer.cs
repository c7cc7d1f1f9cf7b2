using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// A packed network as a transformer: adds the predicted label and the scores of a column of features. Lazy, and batched inside: a cursor reads rows ahead and scores them
/// together on all processors. Safe to use from several threads.
/// </summary>
public sealed class PackedNetworkTransformer : ISingleFeaturePredictionTransformer<PackedNetwork>
{
    readonly PackedScorer scorer;

    internal PackedNetworkTransformer(PackedNetwork network, string featureColumnName, DataViewType? featureColumnType, ScoreColumns scores, SaveAs saveAs, TrainingResult? training = null)
    {
        (Model, FeatureColumnName, Scores, SaveAs, Training) = (network, featureColumnName, scores, saveAs, training);
        FeatureColumnType = featureColumnType ?? new VectorDataViewType(NumberDataViewType.Single, network.Spec.Input.Length);
        scorer = new(network);
    }

    /// <summary>The network: weights, thresholds, and how features become its 8-bit inputs.</summary>
    public PackedNetwork Model { get; }

    /// <summary>Vector of Single, C·H·W values.</summary>
    public string FeatureColumnName { get; }

    /// <summary>Type of the column when the network was trained.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>How the training went: epochs, curve, time; null where the network was read from a file.</summary>
    public TrainingResult? Training { get; }

    /// <summary>What MLContext.Model.Save writes.</summary>
    public SaveAs SaveAs { get; }

    bool ITransformer.IsRowToRowMapper => true;

    internal ScoreColumns Scores { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).Output;

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, Bind(input.Schema), scorer);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ScoredMapper(Bind(inputSchema), scorer);

    void ICanSaveModel.Save(ModelSaveContext ctx) => SavedForm.Write(ctx, Model, FeatureColumnName, Scores, SaveAs);

    ScoredSchema Bind(DataViewSchema input) => new(input, FeatureColumnName, Model.Spec.Input, Scores);
}
