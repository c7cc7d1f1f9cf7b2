namespace BnnMl.Cli.Output;

/// <summary>Shows a training as it goes.</summary>
sealed class TrackedTraining(Tracker tracker) : IProgress<TrainingProgress>
{
    const double FirstShare = 0.01; // the first batches compile: a remaining time made of them would be hours

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var spent = (value.Elapsed / (value.Elapsed + value.Remaining)) is var fraction && double.IsFinite(fraction) ? fraction : value.Epoch / value.Epochs;
        var validation = value.ValidationAccuracy is { } accuracy ? $"  validation {Shown.Percent(accuracy)}" : "";
        var epochs = EpochText.Of(value.Epochs, value.Epochs / value.Steps);
        tracker.Report(spent, $"epoch {(value.Step == value.Steps ? epochs : $"{value.Epoch:0.0}")} of {epochs}  loss {value.Loss:0.000}  train {Shown.Percent(value.TrainAccuracy)}{validation}", spent < FirstShare ? null : value.Remaining);
    }
}
