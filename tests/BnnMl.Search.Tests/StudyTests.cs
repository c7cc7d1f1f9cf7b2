namespace BnnMl.Search.Tests;

public sealed class StudyTests
{
    [Fact]
    public void The_sequence_does_not_depend_on_the_timing()
    {
        var options = SampleStudy.Options with { Workers = 3, MaxTrials = 30 };
        string[] Run(int salt) => SampleStudy.Fingerprint(SampleStudy.Of(options).Run((context, token) =>
        {
            Thread.Sleep((context.Trial.Id * salt) % 7);
            return SampleStudy.Evaluate(context, token);
        }));
        var expected = Run(0);
        Assert.Equal(expected, Run(3));
        Assert.Equal(expected, Run(5));
        Assert.Equal(30, expected.Length);
    }

    [Fact]
    public void No_candidate_is_tried_twice_and_a_small_space_is_exhausted()
    {
        var space = new SearchSpace(MapShape.Features(8), 2, new SearchSpaceOptions
        {
            DenseWidth = new ParameterRange.Steps(0, 32),
            DenseLayers = 2,
            Losses = new("ce"),
            TrainingBitErrorRate = new ParameterRange.Steps(0),
            LearningRate = new ParameterRange.Steps(0.01),
        });
        var result = new Study(space, SampleStudy.Objectives, () => new RandomTuner(space), new StudyOptions { MaxTrials = 100 }).Run(SampleStudy.Evaluate);
        Assert.Equal(StopReason.Exhausted, result.Reason);
        Assert.Equal(3, result.Trials.Select(trial => trial.Candidate).Distinct().Count()); // none, FC32 (by either gene), FC32-FC32
        Assert.Equal(3, result.Trials.Count);
    }

    [Fact]
    public void A_failure_is_a_state_with_its_message_and_the_study_goes_on()
    {
        var result = SampleStudy.Of(SampleStudy.Options with { MaxTrials = 12 }).Run((context, token) => (context.Trial.Id % 6) switch
        {
            1 => throw new InvalidOperationException("no such thing"),
            2 => SampleStudy.Evaluate(context, token) with { Objectives = [new long[int.MaxValue].Length] }, // more than an array may have
            3 => SampleStudy.Evaluate(context, token) with { Objectives = [1] },
            4 => SampleStudy.Evaluate(context, token) with { Objectives = [double.NaN, 0, 0] },
            5 => throw new OperationCanceledException("by itself"),
            _ => SampleStudy.Evaluate(context, token),
        });
        Assert.Equal(StopReason.Trials, result.Reason);
        Assert.All(result.Trials, trial => Assert.Equal(trial.Id % 6 == 0 ? TrialState.Complete : TrialState.Failed, trial.State));
        Assert.Equal("InvalidOperationException: no such thing", result.Trials[1].Message);
        Assert.StartsWith("OutOfMemoryException", result.Trials[2].Message, StringComparison.Ordinal);
        Assert.Contains("1 objectives, the study has 3", result.Trials[3].Message, StringComparison.Ordinal);
        Assert.Contains("not finite", result.Trials[4].Message, StringComparison.Ordinal);
        Assert.Equal([0, 6], result.Front.Select(trial => trial.Id).Order());
    }

    [Fact]
    public void At_the_end_of_the_budget_running_trials_are_stopped_and_said_to_be_waiting()
    {
        var result = SampleStudy.Of(new StudyOptions { Workers = 2, Budget = TimeSpan.FromMilliseconds(300) }).Run((context, token) =>
        {
            if (context.Trial.Id >= 2)
                token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
            return SampleStudy.Evaluate(context, token);
        });
        Assert.Equal(StopReason.Budget, result.Reason);
        Assert.Equal([TrialState.Complete, TrialState.Complete, TrialState.Waiting, TrialState.Waiting], result.Trials.Select(trial => trial.State));
        Assert.Equal("stopped at the end of the budget", result.Trials[^1].Message);
    }

    [Fact]
    public void No_trial_begins_that_would_not_end_in_time()
    {
        var result = SampleStudy.Of(new StudyOptions { Budget = TimeSpan.FromSeconds(1.5) }).Run((context, token) =>
        {
            Thread.Sleep(600);
            return SampleStudy.Evaluate(context, token);
        });
        Assert.Equal(StopReason.Budget, result.Reason);
        Assert.All(result.Trials, trial => Assert.Equal(TrialState.Complete, trial.State));
        Assert.InRange(result.Trials.Count, 1, 2);
    }

    [Fact]
    public void Cancelling_returns_what_is_there()
    {
        using var source = new CancellationTokenSource();
        var result = SampleStudy.Of(SampleStudy.Options).Run(
            (context, token) =>
            {
                if (context.Trial.Id == 5)
                    source.Cancel();
                token.ThrowIfCancellationRequested();
                return SampleStudy.Evaluate(context, token);
            },
            cancellation: source.Token);
        Assert.Equal(StopReason.Cancelled, result.Reason);
        Assert.Equal(TrialState.Waiting, result.Trials[5].State);
        Assert.InRange(result.Trials.Count, 6, 7);
    }

    [Fact]
    public void Progress_comes_on_the_callers_thread_and_ends_with_the_result()
    {
        var progress = new Recorder();
        var result = SampleStudy.Of(SampleStudy.Options with { MaxTrials = 8 }).Run(
            (context, token) =>
            {
                context.Report(1, 0.5, 0, 1000);
                return SampleStudy.Evaluate(context, token);
            },
            progress);
        Assert.All(progress.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
        Assert.Equal(8 * 3, progress.Seen.Count);
        Assert.Equal((8, 0, 0), (progress.Seen[^1].Complete, progress.Seen[^1].Running, progress.Seen[^1].Failed));
        Assert.Equal(result.Hypervolume, progress.Seen[^1].Hypervolume);
        Assert.All(result.Trials, trial => Assert.Equal(1, Assert.Single(trial.Reports).Step));
    }

    [Fact]
    public void Every_trial_has_a_seed_of_its_own_that_depends_on_the_studys()
    {
        int[] Seeds(long seed)
        {
            var seeds = new int[10];
            SampleStudy.Of(SampleStudy.Options with { Seed = seed, MaxTrials = 10 }).Run((context, token) =>
            {
                seeds[context.Trial.Id] = context.Seed;
                return SampleStudy.Evaluate(context, token);
            });
            return seeds;
        }

        Assert.Equal(10, Seeds(1).Distinct().Count());
        Assert.Equal(Seeds(1), Seeds(1));
        Assert.Empty(Seeds(1).Intersect(Seeds(2)));
        Assert.All(Seeds(3), seed => Assert.True(seed >= 0));
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SampleStudy.Of(new StudyOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleStudy.Of(new StudyOptions { MaxTrials = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleStudy.Of(new StudyOptions { MaxTrials = 1, Workers = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleStudy.Of(new StudyOptions { Budget = TimeSpan.Zero }));
    }

    sealed class Recorder : IProgress<StudyProgress>
    {
        public List<StudyProgress> Seen { get; } = [];

        public List<int> Threads { get; } = [];

        public void Report(StudyProgress value)
        {
            Seen.Add(value);
            Threads.Add(Environment.CurrentManagedThreadId);
        }
    }
}
