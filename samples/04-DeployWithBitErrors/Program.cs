using BnnMl;
using Microsoft.ML;
using Microsoft.ML.Runtime;

// An exported network in a plain ML.NET application, on memory that flips bits: DeployWithBitErrors winner.faulty.onnx [data]
// (the file is what bnnml search, bnnml export --faulty and the Quickstart sample write).
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: DeployWithBitErrors winner.faulty.onnx [folder of idx files | table.csv | synthetic]");
    return 2;
}

var ml = new MLContext();
var said = new HashSet<string>();
ml.Log += (_, line) =>
{
    if (line.Kind == ChannelMessageKind.Info && line.RawMessage.Contains("ONNX Runtime", StringComparison.Ordinal) && said.Add(line.RawMessage))
        Console.WriteLine(line.RawMessage); // CPU or CUDA
};
var data = DataSource.Load(args.Length > 1 ? args[1] : DataSource.DefaultLocation());
var test = ml.Data.LoadFromDataset(data.Test);

Console.WriteLine("bit error rate   weights only   weights and activations");
foreach (var rate in new[] { 0, 0.01, 0.05, 0.1 })
    Console.WriteLine($"{rate,14:P0}   {Accuracy(rate, 0),12:P1}   {Accuracy(rate, rate),23:P1}");
return 0;

double Accuracy(double weights, double activations)
{
    var model = ml.Transforms.ApplyOnnxModelWithBitErrors(args[0], bitErrorRate: weights, activationErrorRate: activations, seed: 7).Fit(test);
    return ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
}
