namespace BnnMl;

/// <summary>What a multiclass Score column holds. The predicted label is the same.</summary>
public enum ScoreForm
{
    /// <summary>Probabilities that add up to 1 (softmax), as ML.NET's Evaluate needs them for its log-loss.</summary>
    Probabilities,

    /// <summary>The network's own outputs, scale · z + bias, as <see cref="Predictor"/> and exported files give them.</summary>
    Logits,
}
