using System.Text.Json;
using BnnMl.Cli.Output;

namespace BnnMl.Cli.Searching;

/// <summary>Accuracy over the bit error rate from the packed engine and from ONNX Runtime, on the same chips and samples. The two must be the same numbers.</summary>
sealed record EngineComparison(ToleranceCurve Packed, ToleranceCurve Onnx, int Samples, int Chips)
{
    internal bool AreEqual => Packed.Points.SequenceEqual(Onnx.Points);

    internal void Show(Terminal terminal)
    {
        terminal.Line($"bit errors in the weights of the exported file: mean accuracy on {Shown.Whole(Samples)} test samples, {Chips} chips");
        terminal.Table(0, ["bit error rate", "packed engine", "ONNX Runtime", "equal"], Packed.Points.Zip(Onnx.Points, (packed, onnx) => (IReadOnlyList<string>)
            [Shown.Rate(packed.BitErrorRate), Shown.Percent(packed.Mean), Shown.Percent(onnx.Mean), packed == onnx ? "yes" : "NO"]));
        terminal.Line(AreEqual
            ? $"the packed engine and ONNX Runtime are equal in all {Packed.Points.Count * Chips} measurements"
            : "the packed engine and ONNX Runtime are NOT equal");
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteBoolean("engines_equal", AreEqual);
        json.WriteNumber("engines_samples", Samples);
        json.WriteNumber("engines_chips", Chips);
        json.WriteStartArray("engines");
        foreach (var (packed, onnx) in Packed.Points.Zip(Onnx.Points))
        {
            json.WriteStartObject();
            json.WriteNumber("ber", packed.BitErrorRate);
            json.WriteNumber("packed", packed.Mean);
            json.WriteNumber("onnxruntime", onnx.Mean);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
