namespace BnnMl;

/// <summary>What a training made, and what its scores can be calibrated on.</summary>
/// <param name="Result">With the classes' names in the network's metadata.</param>
/// <param name="Classes">The label's classes.</param>
/// <param name="Judges">The rows held out, or where there are none those trained on.</param>
/// <param name="Loss">What was minimised.</param>
sealed record TrainedNetwork(TrainingResult Result, ClassNames Classes, EncodedDataset Judges, Loss Loss);
