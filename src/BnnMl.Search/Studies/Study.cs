namespace BnnMl.Search;

/// <summary>
/// A search: asks a tuner for candidates, has them evaluated in parallel, and keeps everything in a journal. The sequence of trials is a function of the
/// definition alone: trial n is asked for when all trials up to n − workers are over, and the tuner is told exactly those, whatever the timing.
/// </summary>
public sealed class Study
{
    readonly SearchSpace space;
    readonly ObjectiveSet objectives;
    readonly Func<ITuner> tuner;
    readonly StudyOptions options;

    /// <param name="space">Where to search.</param>
    /// <param name="objectives">What every evaluation returns.</param>
    /// <param name="tuner">Makes a new tuner for every run, e.g. <c>() => new NsgaTuner(space, objectives)</c>.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentException">An option is not possible.</exception>
    public Study(SearchSpace space, ObjectiveSet objectives, Func<ITuner> tuner, StudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objectives);
        ArgumentNullException.ThrowIfNull(tuner);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (this.space, this.objectives, this.tuner, this.options) = (space, objectives, tuner, options);
    }

    /// <summary>
    /// Runs until the trials, the budget or the space end, or until cancelled (which is no exception: the result's reason says so). An evaluation that throws is a
    /// failed trial; one that ends with <see cref="OperationCanceledException"/> after its token was cancelled is a waiting one.
    /// </summary>
    /// <param name="evaluate">Called on several threads; must watch its token, for the study waits until every evaluation has returned.</param>
    /// <param name="progress">Called on the calling thread.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="InvalidDataException">The journal is damaged or of another study.</exception>
    /// <exception cref="IOException">The journal can't be opened or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The journal can't be written.</exception>
    public StudyResult Run(Func<TrialContext, CancellationToken, TrialResult> evaluate, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        var asker = tuner();
        using var journal = StudyJournal.Open(options.Journal, new StudyDefinition(space.Signature, objectives, asker.Signature, options.Seed, options.Workers) { Evaluation = options.Evaluation });
        using var run = new StudyRun(new TrialSequence(space, asker, journal), journal, options, evaluate, progress, cancellation);
        return run.ToEnd();
    }
}
