using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

// PlainMlNet MODEL.zip ROWS.txt: loads a model and prints its predictions, a line per row; the last line names the assemblies of BnnMl that were loaded.
var ml = new MLContext();
var model = ml.Model.Load(args[0], out var schema);
var rows = File.ReadLines(args[1]).Select(line => new Row { Features = [.. line.Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture))] }).ToArray();
var definition = SchemaDefinition.Create(typeof(Row));
definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
var scored = model.Transform(ml.Data.LoadFromEnumerable(rows, definition));
if (scored.Schema["PredictedLabel"].Type is KeyDataViewType)
{
    var texts = ml.Transforms.Conversion.MapKeyToValue("Text", "PredictedLabel").Fit(scored).Transform(scored);
    foreach (var (text, score) in texts.GetColumn<string>("Text").Zip(scored.GetColumn<float[]>("Score")))
        Console.WriteLine($"{text} {string.Join(' ', score.Select(Exact))}");
}
else
{
    foreach (var (label, score) in scored.GetColumn<bool>("PredictedLabel").Zip(scored.GetColumn<float>("Probability")))
        Console.WriteLine($"{label} {Exact(score)}");
}

Console.WriteLine($"loaded: {string.Join(' ', AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!).Where(name => name.StartsWith("BnnMl", StringComparison.Ordinal)).Order())}");

static string Exact(float value) => value.ToString("R", CultureInfo.InvariantCulture);

sealed class Row
{
    public float[] Features { get; set; } = [];

    public string Name { get; set; } = "";

    public bool Truth { get; set; }
}
