using System.Buffers;
using System.Text;
using System.Text.Json;

namespace BnnMl;

/// <summary>How a network was trained, as JSON in its metadata: enough to train it again, unless a budget stopped it early, which it then says.</summary>
static class TrainingRecord
{
    /// <summary>Key of the record in <see cref="PackedNetwork.Metadata"/>.</summary>
    internal const string Key = "training";

    internal static string Write(string engine, NetworkSpec spec, TrainingOptions options, int batch, int samples, TrainingState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("engine", engine);
            json.WriteString("network", spec.ToString());
            json.WriteString("loss", options.Loss.ToString());
            WriteLength(json, state, (double)batch / samples);
            json.WriteNumber("batch", batch);
            json.WriteNumber("samples", samples);
            json.WriteNumber("learning_rate", options.LearningRate);
            json.WriteString("schedule", options.Schedule.ToString());
            json.WriteNumber("seed", options.Seed);
            json.WriteBoolean("warm_start", options.WarmStart is not null);
            WriteErrors(json, options);
            json.WriteNumber("final_loss", state.Current.Loss);
            json.WriteNumber("final_train_accuracy", state.Current.Accuracy);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What the learning rate was planned for stands beside what was made, where the two differ.</summary>
    static void WriteLength(Utf8JsonWriter json, TrainingState state, double epochsPerStep)
    {
        json.WriteNumber("epochs", state.Step * epochsPerStep);
        json.WriteNumber("steps", state.Step);
        if (state.Best is { } best)
            json.WriteNumber("best_epoch", best.Epoch);
        if (!state.StoppedEarly)
            return;
        json.WriteBoolean("stopped_early", true);
        json.WriteNumber("planned_epochs", state.Steps * epochsPerStep);
        json.WriteNumber("planned_steps", state.Steps);
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
