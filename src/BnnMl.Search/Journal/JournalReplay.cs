using System.Text.Json;

namespace BnnMl.Search;

/// <summary>Turns a journal's rows into its definition and trials; refuses rows that can't follow one another.</summary>
sealed class JournalReplay(string path)
{
    readonly List<Trial> trials = [];

    /// <summary>What the first row says; null before it was applied.</summary>
    internal StudyDefinition? Definition { get; private set; }

    /// <summary>The trials as they stand, by number.</summary>
    internal IReadOnlyList<Trial> Trials => trials;

    /// <summary>Number of the last row.</summary>
    internal long Last { get; private set; }

    /// <exception cref="InvalidDataException">The row is damaged or out of order.</exception>
    internal void Apply(JournalEvent row, long checksum)
    {
        if (row.Number != Last + 1)
            throw Damage(row, $"row {Last + 1} is missing");
        if (row.Checksum() != checksum)
            throw Damage(row, "its checksum does not match its content");
        try
        {
            using var body = JsonDocument.Parse(row.Body, new JsonDocumentOptions { MaxDepth = 8 });
            Apply(row, body.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or InvalidDataException)
        {
            throw Damage(row, error.Message.TrimEnd('.'), error);
        }

        Last = row.Number;
    }

    void Apply(JournalEvent row, JsonElement body)
    {
        if ((row.Kind == JournalEvent.Study) != (row.Number == 1))
            throw new FormatException($"the kind \"{row.Kind}\" does not belong here");
        if (row.Kind == JournalEvent.Study)
        {
            Definition = StudyDefinition.FromJson(body);
            return;
        }

        if (row.Kind == JournalEvent.Ask)
        {
            if (row.Trial != trials.Count)
                throw new FormatException($"it asks for trial {row.Trial} where {trials.Count} is due");
            trials.Add(JournalBody.ReadAsk(row.Trial, body));
            return;
        }

        if (row.Trial < 0 || row.Trial >= trials.Count || trials[row.Trial].IsOver)
            throw new FormatException($"trial {row.Trial} was never asked for or is over");
        trials[row.Trial] = Next(trials[row.Trial], row.Kind, body);
    }

    Trial Next(Trial trial, string kind, JsonElement body) => kind switch
    {
        JournalEvent.Start => trial with { Reports = [], Message = null },
        JournalEvent.Report => trial with { Reports = trial.Reports.Add(JournalBody.ReadReport(body)) },
        JournalEvent.Complete => JournalBody.ReadComplete(trial, body, Definition!.Objectives.Count),
        JournalEvent.Fail => JournalBody.ReadFail(trial, body),
        JournalEvent.Stop => trial with { Message = JournalBody.ReadMessage(body) },
        _ => throw new FormatException($"the kind \"{kind}\" is unknown"),
    };

    InvalidDataException Damage(JournalEvent row, string what, Exception? inner = null) => new($"{path}: row {row.Number} of the journal: {what}. {JournalFaults.Remedy}", inner);
}
