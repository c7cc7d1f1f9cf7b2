using System.Text.Json;
using BnnMl.Cli.Output;
using BnnMl.Search;

namespace BnnMl.Cli.Searching;

/// <summary>The front as table and JSON.</summary>
static class FrontView
{
    internal static double Accuracy(Trial trial) => trial.Result!.Metrics[BinarizedTrial.Accuracy];

    internal static double ToleratedBer5(Trial trial) => trial.Result!.Metrics[BinarizedTrial.ToleratedBer5];

    internal static double Robust(Trial trial) => trial.Result!.Metrics[BinarizedTrial.RobustAccuracy];

    internal static string Line(Trial trial) => trial.Result is null
        ? $"trial {trial.Id}: {trial.Candidate} failed: {trial.Message}"
        : $"trial {trial.Id}: {trial.Candidate.Network.Notation()} ({Genes(trial)}): accuracy {Shown.Percent(Accuracy(trial))}, tolerates {Shown.Rate(ToleratedBer5(trial))}, {Shown.Bytes(trial.Candidate.Network.Bytes)}, {trial.Seconds:0.0}s";

    internal static void Show(StudyResult study, Trial? winner, Terminal terminal)
    {
        terminal.Line($"front: {study.Front.Count} of {study.Trials.Count(trial => trial.IsOver)} trials, hypervolume {study.Hypervolume:0.000} (validation data)");
        terminal.Table(3, ["trial", "network", "loss, flips, rate", "accuracy", "0-10 %", "tolerated", "bytes"], study.Front.Select(trial => (IReadOnlyList<string>)
        [
            $"{trial.Id}{(trial == winner ? " *" : "")}", trial.Candidate.Network.Notation(), Genes(trial),
            Shown.Percent(Accuracy(trial)), Shown.Percent(Robust(trial)), Shown.Rate(ToleratedBer5(trial)), Shown.Whole(trial.Candidate.Network.Bytes),
        ]));
        terminal.Line("accuracy: clean; 0-10 %: averaged over bit error rates from 0 to 10 %; tolerated: bit error rate that costs 5 points; flips: bit error rate in training");
    }

    internal static void Write(Utf8JsonWriter json, IEnumerable<Trial> front)
    {
        json.WriteStartArray("front");
        foreach (var trial in front)
        {
            json.WriteStartObject();
            json.WriteNumber("trial", trial.Id);
            json.WriteString("network", trial.Candidate.Network.ToString());
            json.WriteString("loss", trial.Candidate.Training.Loss);
            json.WriteNumber("train_ber", trial.Candidate.Training.BitErrorRate);
            json.WriteNumber("learning_rate", trial.Candidate.Training.LearningRate);
            foreach (var (name, value) in trial.Result!.Metrics)
                json.WriteNumber(name, value);
            json.WriteNumber("bytes", trial.Candidate.Network.Bytes);
            json.WriteNumber("bops", trial.Candidate.Network.Bops);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>"ce, 5 %, 0.015": loss, bit error rate in training, learning rate.</summary>
    internal static string Genes(Trial trial) => $"{trial.Candidate.Training.Loss}, {Shown.Rate(trial.Candidate.Training.BitErrorRate)}, {trial.Candidate.Training.LearningRate:G2}";
}
