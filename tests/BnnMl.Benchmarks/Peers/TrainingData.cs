namespace BnnMl.Benchmarks;

/// <summary>The batches that both sides of a training step see, the same ones in the same order.</summary>
sealed class TrainingData
{
    const double LearningRate = 0.01;

    internal TrainingData(NetworkSpec spec, EncodedDataset data, int batch)
    {
        Data = data;
        Job = new(spec, InputEncoding.Pixels, Data, null, new() { BatchSize = batch, LearningRate = LearningRate });
        Start = LatentNetwork.Initial(spec, seed: 1);
    }

    internal EncodedDataset Data { get; }

    internal TrainingJob Job { get; }

    /// <summary>Where every side begins.</summary>
    internal LatentNetwork Start { get; }

    /// <summary>Step <paramref name="number"/>, from 1.</summary>
    internal TrainingStep Step(long number)
    {
        var rows = new int[Job.Batch];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (int)(((number * rows.Length) + i) % Data.Count);
        return new(number, long.MaxValue, rows, LearningRate, null, default);
    }
}
