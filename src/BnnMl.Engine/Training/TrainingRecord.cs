using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BnnMl;

/// <summary>How a network was trained, as JSON in its metadata: enough to train it again.</summary>
static class TrainingRecord
{
    /// <summary>Key of the record in <see cref="PackedNetwork.Metadata"/>.</summary>
    internal const string Key = "training";

    internal static string Write(string engine, NetworkSpec spec, TrainingOptions options, int batch, int samples, long steps, double epochs, double loss, double trainAccuracy)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("engine", engine);
            json.WriteString("network", spec.ToString());
            json.WriteString("loss", options.Loss.ToString());
            json.WriteNumber("epochs", epochs);
            json.WriteNumber("steps", steps);
            json.WriteNumber("batch", batch);
            json.WriteNumber("samples", samples);
            json.WriteNumber("learning_rate", options.LearningRate);
            json.WriteString("schedule", options.Schedule.ToString());
            json.WriteNumber("seed", options.Seed);
            WriteErrors(json, options);
            json.WriteNumber("final_loss", loss);
            json.WriteNumber("final_train_accuracy", trainAccuracy);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void WriteErrors(Utf8JsonWriter json, TrainingOptions options)
    {
        if (options.BitErrors is not { } errors)
            return;
        json.WriteStartObject("bit_errors");
        json.WriteNumber("rate01", errors.Rate01);
        json.WriteNumber("rate10", errors.Rate10);
        json.WriteString("targets", errors.Targets.ToString());
        json.WriteString("lifetime", errors.Lifetime.ToString());
        json.WriteNumber("ramp", options.BitErrorRamp);
        json.WriteEndObject();
    }
}
