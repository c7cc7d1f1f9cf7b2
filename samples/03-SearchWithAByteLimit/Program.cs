using BnnMl;
using BnnMl.Search;
using Microsoft.ML;

// The best network of at most 20 KiB: a search over architectures and training settings, then the winner in full. SearchWithAByteLimit [data] [seconds]
var data = DataSource.Load(args.Length > 0 ? args[0] : DataSource.DefaultLocation());
var seconds = args.Length > 1 ? double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 180;
var ml = new MLContext();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // the trials so far stay in search.db, and the next run goes on with them
    stop.Cancel();
};

var experiment = new BinarizedNetworkExperiment(ml, new()
{
    MaxBytes = 20 * 1024,
    Budget = TimeSpan.FromSeconds(seconds),
    Winner = new WinnerRule.Knee(),
    JournalPath = "search.db",
    CancellationToken = stop.Token,
});
experiment.TrialCompleted += (_, e) => Console.WriteLine($"trial {e.Trial.Id}: {e.Trial.Candidate}: {e.Trial.Result!.Metrics["accuracy"]:P1}, tolerates {e.Trial.Result.Metrics["tolerated_ber_5"]:P1}");
experiment.TrialFailed += (_, e) => Console.WriteLine($"trial {e.Trial.Id} failed: {e.Trial.Message}");
try
{
    var result = experiment.Execute(ml.Data.LoadFromDataset(data.Train));
    var test = ml.MulticlassClassification.Evaluate(result.Model.Transform(ml.Data.LoadFromDataset(data.Test)));
    Console.WriteLine($"{result.Front.Count} of {result.Trials.Count} trials are on the front; trial {result.Winner.Id} wins");
    Console.WriteLine($"winner {result.Network.Spec}, {result.Network.Spec.Bytes:N0} bytes: accuracy {test.MicroAccuracy:P1} on the test data");

    result.ExportPacked("winner.bnn");
    result.ExportOnnx("winner.onnx");
    result.ExportOnnxWithBitErrors("winner.faulty.onnx"); // see sample 04
    result.ExportReport("report.html");
    return 0;
}
catch (OperationCanceledException e)
{
    Console.WriteLine(e.Message);
    return 130;
}
