namespace BnnMl.AutoML;

/// <summary>The one number of a trial that <see cref="Microsoft.ML.AutoML.AutoMLExperiment"/> optimises; all are better the larger they are, and measured on the validation part.</summary>
public enum BinarizedNetworkMetric
{
    /// <summary>Accuracy averaged over bit error rates from 0 to 10 %: accuracy and tolerance in one number. See <see cref="Search.BinarizedTrial.RobustAccuracy"/>.</summary>
    RobustAccuracy,

    /// <summary>Accuracy on clean memory.</summary>
    Accuracy,

    /// <summary>The largest bit error rate that costs at most 1 point.</summary>
    ToleratedBitErrorRate1,

    /// <summary>The largest bit error rate that costs at most 5 points.</summary>
    ToleratedBitErrorRate5,
}
