using System.Text.Json.Nodes;

namespace BnnMl.Search;

/// <summary>
/// A study's memory on the disk: every ask, start, report and end is a committed row before the next step. Whatever happens to the process, at most the trials
/// that were running are lost, and those are evaluated again. Locked while open: one process per journal.
/// </summary>
public sealed class StudyJournal : IDisposable
{
    readonly Lock writing = new();
    readonly JournalFile? file;
    long last;

    StudyJournal(JournalFile? file, StudyDefinition definition, IReadOnlyList<Trial> trials, long last) =>
        (this.file, Definition, Trials, this.last) = (file, definition, trials, last);

    /// <summary>What the study is; of the file where it continues.</summary>
    public StudyDefinition Definition { get; }

    /// <summary>The trials as they stood when the journal was opened, by number; what was running is waiting.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>Opens a journal to continue its study, or begins one where there is no file.</summary>
    /// <param name="path">The file; null keeps nothing.</param>
    /// <param name="definition">What the study is.</param>
    /// <exception cref="InvalidDataException">The file is no journal, is damaged, of a newer version, or of another study.</exception>
    /// <exception cref="IOException">The file can't be opened, or another process has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be written.</exception>
    public static StudyJournal Open(string? path, StudyDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (path is null)
            return new StudyJournal(null, definition, [], 0);
        var file = JournalFile.Open(path, create: true);
        try
        {
            var replay = new JournalReplay(path);
            file.ReadAll(replay.Apply);
            if (replay.Definition is { } kept && definition.DifferenceFrom(kept) is { } difference)
                throw new InvalidDataException($"{path}: is the journal of another study: {difference}. Ask for the same, or give a new file name.");
            var journal = new StudyJournal(file, replay.Definition ?? definition, replay.Trials, replay.Last);
            if (replay.Definition is null)
                journal.Append(-1, JournalEvent.Study, definition.ToJson());
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a journal, for a report of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no journal, is damaged or of a newer version.</exception>
    /// <exception cref="IOException">The file can't be opened, or a process has it open.</exception>
    public static StudyResult Read(string path)
    {
        using var file = JournalFile.Open(path, create: false);
        var replay = new JournalReplay(path);
        file.ReadAll(replay.Apply);
        return replay.Definition is { } definition
            ? new StudyResult(definition, replay.Trials, StopReason.Journal)
            : throw new InvalidDataException($"{path}: is a study journal without a study. Start a new study under this name.");
    }

    /// <summary>Seconds that earlier runs searched; 0 where a process was killed before it wrote what its study is: such a file is begun, as <see cref="Open"/> does.</summary>
    /// <exception cref="InvalidDataException">The file is no journal, is damaged or of a newer version.</exception>
    /// <exception cref="IOException">The file can't be opened, or a process has it open.</exception>
    public static double SecondsSearched(string path)
    {
        using var file = JournalFile.Open(path, create: true);
        var replay = new JournalReplay(path);
        file.ReadAll(replay.Apply);
        return replay.Trials.Select(trial => trial.FinishedAt).DefaultIfEmpty(0).Max();
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    internal void Asked(Trial trial) => Append(trial.Id, JournalEvent.Ask, JournalBody.Ask(trial));

    internal void Started(int trial) => Append(trial, JournalEvent.Start, []);

    internal void Reported(int trial, TrialReport report) => Append(trial, JournalEvent.Report, JournalBody.Report(report));

    internal void Ended(Trial trial)
    {
        if (trial.State == TrialState.Complete)
            Append(trial.Id, JournalEvent.Complete, JournalBody.Complete(trial));
        else if (trial.State == TrialState.Failed)
            Append(trial.Id, JournalEvent.Fail, JournalBody.Fail(trial));
        else
            Append(trial.Id, JournalEvent.Stop, new JsonObject { ["message"] = trial.Message });
    }

    void Append(int trial, string kind, JsonObject body)
    {
        if (file is null)
            return;
        lock (writing)
        {
            file.Append(new JournalEvent(last + 1, trial, kind, body.ToJsonString()));
            last++;
        }
    }
}
