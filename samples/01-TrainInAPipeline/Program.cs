using BnnMl;
using Microsoft.ML;
using Microsoft.ML.Runtime;

// A binarized network as a trainer in an ML.NET pipeline: train on images with 5 % of its weights flipped, evaluate, save, load, predict.
var ml = new MLContext();
ml.Log += (_, line) =>
{
    if (line.Kind == ChannelMessageKind.Info && line.Source.StartsWith("BinarizedNetwork", StringComparison.Ordinal))
        Console.WriteLine(line.RawMessage);
};
var data = DataSource.Load(args.Length > 0 ? args[0] : DataSource.DefaultLocation());
var (train, test) = (ml.Data.LoadFromDataset(data.Train), ml.Data.LoadFromDataset(data.Test));

var trainer = ml.MulticlassClassification.Trainers.BinarizedNetwork(new()
{
    Network = "C16-MP2-C32-MP2-FC128",
    TrainingBitErrors = BitErrorModel.Symmetric(0.05),
    Epochs = 2,
    ValidationFraction = 0.1,
    Seed = 1,
});
var model = trainer.Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(train);
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
Console.WriteLine($"accuracy {metrics.MicroAccuracy:P1}, log-loss {metrics.LogLoss:0.000}");

ml.Model.Save(model, train.Schema, "pipeline.zip");
var loaded = new MLContext().Model.Load("pipeline.zip", out _);
foreach (var row in ml.Data.CreateEnumerable<Answer>(loaded.Transform(ml.Data.TakeRows(test, 5)), reuseRowObject: false))
    Console.WriteLine($"a {row.PredictedLabel}, with probability {row.Score.Max():P0}");

/// <summary>What a row is answered with: the class's name, and one probability per class.</summary>
sealed class Answer
{
    public string PredictedLabel { get; set; } = "";
    public float[] Score { get; set; } = [];
}
