namespace BnnMl.Search;

/// <summary>The trials of a study in order, and which comes next; a function of the definition and of how the trials ended, not of when.</summary>
sealed class TrialSequence
{
    /// <summary>So often a tuner is asked again when its answer is a candidate that the study already has.</summary>
    const int MaxAttempts = 256;

    readonly SearchSpace space;
    readonly ITuner tuner;
    readonly StudyJournal journal;
    readonly List<Trial> trials;
    readonly HashSet<string> candidates;
    int told;
    int over;

    internal TrialSequence(SearchSpace space, ITuner tuner, StudyJournal journal)
    {
        (this.space, this.tuner, this.journal) = (space, tuner, journal);
        trials = [.. journal.Trials];
        foreach (var trial in trials)
        {
            if (!space.Contains(trial.Genome) || space.Decode(trial.Genome) != trial.Candidate)
                throw new InvalidDataException($"The journal's trial {trial.Id} ({trial.Candidate}) is not what its genome stands for in this space. {JournalFaults.Remedy}");
        }

        candidates = [.. trials.Select(trial => trial.Candidate.ToString())];
    }

    internal IReadOnlyList<Trial> Trials => trials;

    internal bool Exhausted { get; private set; }

    /// <summary>The first waiting trial, else a new one; null while a trial that the next one depends on is running, when all are asked for, or when the space is exhausted.</summary>
    internal Trial? Next(int? maxTrials)
    {
        var waiting = trials.Find(trial => trial.State == TrialState.Waiting);
        if (waiting is not null)
            return waiting;
        while (over < trials.Count && trials[over].IsOver)
            over++;
        var needed = trials.Count - journal.Definition.Lag + 1; // all trials up to n − lag
        if (trials.Count >= maxTrials || over < needed || Exhausted)
            return null;
        for (; told < needed; told++)
            tuner.Tell(trials[told]);
        return Ask();
    }

    internal void Update(Trial trial) => trials[trial.Id] = trial;

    Trial? Ask()
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var genome = tuner.Ask(new AskAddress(journal.Definition.Seed, trials.Count, attempt));
            var candidate = space.Decode(genome);
            if (!candidates.Add(candidate.ToString()))
                continue;
            trials.Add(new Trial { Id = trials.Count, Genome = genome, Candidate = candidate });
            journal.Asked(trials[^1]);
            return trials[^1];
        }

        Exhausted = true;
        return null;
    }
}
