namespace BnnMl;

/// <summary>What is trained on what, checked: every engine refuses the same things with the same words.</summary>
sealed class TrainingJob
{
    /// <inheritdoc cref="ITrainingEngine.Train"/>
    internal TrainingJob(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        encoding.CheckFits(spec.Input);
        CheckData(spec, train, "training");
        if (validation is not null)
            CheckData(spec, validation, "validation");
        if (train.Count < 2)
            throw new ArgumentException($"{train.Count} training samples are too few: give at least 2.", nameof(train));
        if (options.Patience is not null && validation is null)
            throw new ArgumentException("TrainingOptions.Patience needs validation data to judge by: give some, or set it to null.", nameof(validation));
        if (options.WarmStart is { } start && !start.Spec.Equals(spec))
            throw new ArgumentException($"TrainingOptions.WarmStart is a {start.Spec} for {start.Spec.Input} with {start.Spec.Classes} classes, but {spec} for {spec.Input} with {spec.Classes} classes is to be trained. Give a latent network of the same architecture.");
        (Spec, Encoding, Train, Validation, Options) = (spec, encoding, train, validation, options);
    }

    internal NetworkSpec Spec { get; }

    internal InputEncoding Encoding { get; }

    internal EncodedDataset Train { get; }

    internal EncodedDataset? Validation { get; }

    internal TrainingOptions Options { get; }

    /// <summary>Samples per step.</summary>
    internal int Batch => Math.Min(Options.BatchSize, Train.Count);

    static void CheckData(NetworkSpec spec, EncodedDataset data, string which)
    {
        if (data.Shape != spec.Input || data.Classes != spec.Classes)
            throw new ArgumentException($"The {which} data are {data.Shape} with {data.Classes} classes, but the network reads {spec.Input} and has {spec.Classes}. Use spec.WithInput(data.Shape, data.Classes).");
    }
}
