namespace BnnMl;

/// <summary>Where a training stands, besides what the network holds.</summary>
sealed class TrainingState
{
    double loss;
    double correct;
    long samples;

    /// <summary>Steps done.</summary>
    internal long Step { get; set; }

    /// <summary>Steps to do.</summary>
    internal long Steps { get; set; }

    /// <summary>A budget or the patience ended the training before <see cref="Steps"/>; it is finished all the same.</summary>
    internal bool StoppedEarly { get; set; }

    /// <summary>Steps that were done before this call.</summary>
    internal long ResumedAt { get; set; }

    /// <summary>One point per epoch's end.</summary>
    internal List<LearningCurvePoint> Curve { get; } = [];

    /// <summary>The first of the epochs with the best validation accuracy; null where there is no early stopping.</summary>
    internal TrainingSnapshot? Best { get; set; }

    /// <summary>Steps were made since the last epoch was closed.</summary>
    internal bool EpochIsOpen => samples > 0;

    /// <summary>Of the last validation.</summary>
    internal double? ValidationAccuracy => Curve.Count > 0 ? Curve[^1].ValidationAccuracy : null;

    /// <summary>Mean loss and accuracy of the epoch so far; of the last one where a new one has not begun.</summary>
    internal (double Loss, double Accuracy) Current => samples > 0 ? (loss / samples, correct / samples) : (Curve[^1].Loss, Curve[^1].TrainAccuracy);

    /// <summary>Adds one step's sums of the loss and of correct answers.</summary>
    internal void Add(double stepLoss, double stepCorrect, int count) => (loss, correct, samples) = (loss + stepLoss, correct + stepCorrect, samples + count);

    /// <summary>Closes an epoch.</summary>
    internal void EndEpoch(double epoch, double? validationAccuracy)
    {
        var (meanLoss, accuracy) = Current;
        Curve.Add(new(epoch, meanLoss, accuracy, validationAccuracy));
        (loss, correct, samples) = (0, 0, 0);
    }

    /// <summary>Back to the start, with <paramref name="steps"/> to do.</summary>
    internal void Reset(long steps)
    {
        (Step, Steps, StoppedEarly, Best, loss, correct, samples) = (0, steps, false, null, 0, 0, 0);
        Curve.Clear();
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Step);
        writer.Write(Steps);
        writer.Write(StoppedEarly);
        writer.Write(loss);
        writer.Write(correct);
        writer.Write(samples);
        writer.Write(Curve.Count);
        foreach (var point in Curve)
        {
            writer.Write(point.Epoch);
            writer.Write(point.Loss);
            writer.Write(point.TrainAccuracy);
            writer.Write(point.ValidationAccuracy ?? double.NaN);
        }

        TrainingSnapshot.Write(writer, Best);
    }

    internal void Read(BinaryReader reader, NetworkSpec spec)
    {
        (Step, Steps, StoppedEarly) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        (loss, correct, samples) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
        Curve.Clear();
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            var point = new LearningCurvePoint(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            Curve.Add(double.IsNaN(point.ValidationAccuracy!.Value) ? point with { ValidationAccuracy = null } : point);
        }

        Best = TrainingSnapshot.Read(reader, spec);
    }
}
