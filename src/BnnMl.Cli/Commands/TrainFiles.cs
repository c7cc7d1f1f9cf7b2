namespace BnnMl.Cli.Commands;

/// <summary>What `train` writes at its end.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Latent">The latent weights, or null.</param>
sealed record TrainFiles(string Model, string? Latent)
{
    /// <summary>Refuses, before anything is computed, what can't be written and what would write over something else.</summary>
    /// <param name="checkNotData">Throws where a path is that of the data.</param>
    internal void Check(Action<string> checkNotData)
    {
        foreach (var path in new[] { Model, Latent }.OfType<string>())
        {
            checkNotData(path);
            OutputPath.CheckFile(path);
        }

        if (Latent is not null && Path.GetFullPath(Latent) == Path.GetFullPath(Model))
            throw new UsageException($"--latent and --out are both {Model}: give one another name.");
    }

    /// <summary>The same for a checkpoint, which is removed at the end.</summary>
    internal void CheckCheckpoint(string? checkpoint)
    {
        if (checkpoint is null)
            return;
        OutputPath.CheckFile(checkpoint);
        foreach (var (option, path) in new[] { ("--out", Model), ("--latent", Latent) })
            if (path is not null && Path.GetFullPath(path) == Path.GetFullPath(checkpoint))
                throw new UsageException($"--checkpoint and {option} are both {checkpoint}, and a checkpoint is removed at the end: give it another name.");
    }
}
