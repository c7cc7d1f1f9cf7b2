namespace BnnMl;

/// <summary>Which network is applied, and the names of the columns.</summary>
public sealed record ApplyPackedNetworkOptions
{
    /// <summary>A .bnn file, as bnnml train and <see cref="PackedNetworkFile"/> write it.</summary>
    public required string Path { get; init; }

    /// <summary>Vector of Single with the network's number of values, images as channels × rows × columns.</summary>
    public string InputColumnName { get; init; } = "Features";

    /// <summary>Gets one score per class; the classes' names are its slot names, where the file has them.</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>Gets the predicted class as a key; the classes' names are its key values, where the file has them.</summary>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>What the scores are.</summary>
    public ScoreForm ScoreForm { get; init; }

    /// <summary>What MLContext.Model.Save writes.</summary>
    public SaveAs SaveAs { get; init; }

    /// <exception cref="ArgumentException">A name is empty, or two columns have the same.</exception>
    public void Validate() => OutputNames.Check(Path, InputColumnName, ScoreColumnName, PredictedLabelColumnName);
}
