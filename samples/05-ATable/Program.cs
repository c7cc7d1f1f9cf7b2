using BnnMl;
using Microsoft.ML;
using Microsoft.ML.Data;

// A table instead of images: optdigits, 64 counts per digit. ML.NET loads it and makes keys of the labels; the trainer fits the 8-bit quantisation of the features.
var folder = args.Length > 0 ? args[0] : Environment.GetEnvironmentVariable("BNNML_TABLES") ?? Path.Combine("..", "shared", "data", "tables");
var ml = new MLContext();
IDataView Load(string name) => ml.Data.LoadFromTextFile(Path.Combine(folder, name), new TextLoader.Options
{
    Columns = [new("Features", DataKind.Single, 0, 63), new("Label", DataKind.String, 64)],
    Separators = [','],
});

var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.MulticlassClassification.Trainers.BinarizedNetwork(network: "FC256-FC256", epochs: 20))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var model = pipeline.Fit(Load("optdigits-train.csv"));
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(Load("optdigits-test.csv")));
Console.WriteLine($"accuracy {metrics.MicroAccuracy:P1} on test rows the training never saw");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());

var digits = ml.Data.CreateEnumerable<Digit>(Load("optdigits-test.csv"), reuseRowObject: false).Take(3).ToList();
var engine = ml.Model.CreatePredictionEngine<Digit, Answer>(model);
foreach (var digit in digits)
    Console.WriteLine($"a {digit.Label} is taken for a {engine.Predict(digit).PredictedLabel}");

/// <summary>A row as it comes.</summary>
sealed class Digit
{
    [VectorType(64)]
    public float[] Features { get; set; } = [];
    public string Label { get; set; } = "";
}

/// <summary>What it is answered with.</summary>
sealed class Answer
{
    public string PredictedLabel { get; set; } = "";
}
