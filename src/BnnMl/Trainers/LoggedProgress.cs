using System.Globalization;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>Passes a training's progress on, and writes a line per epoch into ML.NET's log. (ML.NET's own progress channels keep every event for the life of their context.)</summary>
sealed class LoggedProgress(IChannel channel, IProgress<TrainingProgress>? next) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        var perStep = value.Epochs / value.Steps;
        if (value.EpochEnd is { } end)
            channel.Say(string.Create(CultureInfo.InvariantCulture,
                $"Epoch {EpochText.Of(value.Epoch, perStep)} of {EpochText.Of(value.Epochs, perStep)}: loss {end.Loss:0.####}, accuracy {end.TrainAccuracy:P2}{(end.ValidationAccuracy is { } held ? $", held out {held:P2}" : "")}, {value.Elapsed.TotalSeconds:0.0} s, {value.Remaining.TotalSeconds:0.0} s to go"));
        next?.Report(value);
    }
}
