namespace BnnMl.Cli.Searching;

/// <summary>What a search leaves in its folder.</summary>
sealed record SearchFiles(string Folder, string? Study)
{
    internal string Journal => Study ?? In("study.db");

    internal string Front => In("front.csv");

    internal string Model => In("winner.bnn");

    internal string Clean => In("winner.onnx");

    internal string Faulty => In("winner.faulty.onnx");

    internal string Report => In("report.html");

    internal IEnumerable<string> Results => [Front, Model, Clean, Faulty, Report];

    /// <summary>The state of a winner's training, until it is over.</summary>
    internal string Checkpoint(int trial) => In($"winner-of-trial-{trial}.checkpoint");

    /// <summary>Throws before any work where a result could not be written.</summary>
    internal void Check()
    {
        OutputPath.CheckFolder(Folder);
        foreach (var file in Results.Append(Journal))
            OutputPath.CheckFile(file);
        if (Results.Any(file => Path.GetFullPath(file) == Path.GetFullPath(Journal)))
            throw new UsageException($"--study {Journal} is also the name of a result: give the journal another name.");
    }

    string In(string name) => Path.Combine(Folder, name);
}
