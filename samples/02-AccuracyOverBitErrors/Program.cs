using BnnMl;
using Microsoft.ML;

// What do bit errors cost a fitted model? Two trainings of one network, without and with flipped weights; accuracy of both over the bit error rate.
var ml = new MLContext();
var data = DataSource.Load(args.Length > 0 ? args[0] : DataSource.DefaultLocation());
var train = ml.Data.LoadFromDataset(data.Train);
var options = new BinarizedNetworkTrainerOptions { Network = "C16-MP2-C32-MP2-FC128", Epochs = 2, Seed = 1 };

var plain = Curve(options);
var hardened = Curve(options with { TrainingBitErrors = BitErrorModel.Symmetric(0.1) });
Console.WriteLine("bit error rate   trained without   trained with flips of 10 %   (weights, 10 chips)");
foreach (var (a, b) in plain.Points.Zip(hardened.Points))
    Console.WriteLine($"{a.BitErrorRate,14:P1}   {a.Mean,7:P1} ± {a.Sd,5:P1}   {b.Mean,18:P1} ± {b.Sd,5:P1}");
Console.WriteLine($"tolerated at 5 points lost: {plain.ToleratedBitErrorRate(points: 5):P1} and {hardened.ToleratedBitErrorRate(points: 5):P1}");

ToleranceCurve Curve(BinarizedNetworkTrainerOptions choice)
{
    var model = ml.MulticlassClassification.Trainers.BinarizedNetwork(choice).Fit(train);
    var classifier = new PackedClassifier(model.Model, model.Model.Encoding.Encode(data.Test));
    return ToleranceCurve.Measure(classifier, new ToleranceOptions { BitErrorRates = [0, 0.01, 0.02, 0.05, 0.1, 0.2], Chips = 10 });
}
