namespace BnnMl.Search.Tests;

/// <summary>What every tuner promises; an implementation is one line.</summary>
public abstract class TunerContract
{
    public static TheoryData<SearchSpace> Spaces => new(
        SampleStudy.Space,
        new SearchSpace(MapShape.Features(64), 10, new SearchSpaceOptions { MaxBytes = 2_000 }),
        new SearchSpace(new MapShape(3, 32, 32), 10, new SearchSpaceOptions { Stages = new ParameterRange.Whole(1, 8), MaxBytes = 50_000 }));

    internal abstract ITuner Make(SearchSpace space);

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Asks_only_inside_the_space(SearchSpace space) => Assert.All(Run(Make(space), space, 1, 60), trial => Assert.True(space.Contains(trial.Genome)));

    [Theory]
    [MemberData(nameof(Spaces))]
    public void The_same_seed_gives_the_same_sequence_and_another_seed_another(SearchSpace space)
    {
        var genomes = Run(Make(space), space, 1, 50).Select(trial => trial.Genome).ToArray();
        Assert.Equal(genomes, Run(Make(space), space, 1, 50).Select(trial => trial.Genome));
        Assert.NotEqual(genomes, Run(Make(space), space, 2, 50).Select(trial => trial.Genome));
    }

    [Fact]
    public void A_new_tuner_that_is_told_the_same_trials_continues_identically()
    {
        var space = SampleStudy.Space;
        var trials = Run(Make(space), space, 3, 40);
        var restarted = Make(space);
        foreach (var trial in trials.Take(25))
            restarted.Tell(trial);
        Assert.Equal(trials.Skip(25).Select(trial => trial.Genome), Run(restarted, space, 3, 40, 25).Select(trial => trial.Genome));
    }

    [Fact]
    public void What_was_asked_before_does_not_matter()
    {
        var space = SampleStudy.Space;
        var (once, often) = (Make(space), Make(space));
        foreach (var trial in Run(Make(space), space, 1, 30))
        {
            once.Tell(trial);
            often.Tell(trial);
            _ = often.Ask(new AskAddress(9, 100 + trial.Id, 0));
        }

        Assert.Equal(once.Ask(new AskAddress(1, 30, 0)), often.Ask(new AskAddress(1, 30, 0)));
        Assert.NotEqual(once.Ask(new AskAddress(1, 30, 0)), often.Ask(new AskAddress(1, 30, 1)));
    }

    [Fact]
    public void Failed_and_infeasible_trials_are_borne()
    {
        var (space, tuner) = (SampleStudy.Space, Make(SampleStudy.Space));
        foreach (var trial in Run(Make(space), space, 1, 40))
        {
            tuner.Tell((trial.Id % 3) switch
            {
                0 => trial with { State = TrialState.Failed, Result = null, Message = "on purpose" },
                1 => trial with { Result = trial.Result! with { Violation = 1 } },
                _ => trial,
            });
        }

        Assert.True(space.Contains(tuner.Ask(new AskAddress(1, 40, 0))));
    }

    static List<Trial> Run(ITuner tuner, SearchSpace space, long seed, int trials, int first = 0)
    {
        var made = new List<Trial>();
        for (var id = first; id < trials; id++)
        {
            var genome = tuner.Ask(new AskAddress(seed, id, 0));
            var candidate = space.Decode(genome);
            made.Add(new Trial { Id = id, Genome = genome, Candidate = candidate, State = TrialState.Complete, Result = SampleStudy.Evaluate(candidate) });
            tuner.Tell(made[^1]);
        }

        return made;
    }
}

public sealed class RandomTunerTests : TunerContract
{
    internal override ITuner Make(SearchSpace space) => new RandomTuner(space);
}

public sealed class NsgaTunerTests : TunerContract
{
    internal override ITuner Make(SearchSpace space) => new NsgaTuner(space, SampleStudy.Objectives, new NsgaOptions { Population = 10 });

    [Fact]
    public void It_finds_a_larger_hypervolume_than_random_search_for_every_seed()
    {
        static double Volume(Func<ITuner> tuner, long seed) => new Study(
            SampleStudy.Space, SampleStudy.Objectives, tuner, new StudyOptions { Seed = seed, MaxTrials = 150 }).Run(SampleStudy.Evaluate).Hypervolume;
        for (var seed = 1; seed <= 3; seed++)
        {
            var evolved = Volume(() => new NsgaTuner(SampleStudy.Space, SampleStudy.Objectives), seed);
            var random = Volume(() => new RandomTuner(SampleStudy.Space), seed);
            Assert.True(evolved > random, $"seed {seed}: NSGA-II {evolved}, random {random}");
        }
    }

    [Fact]
    public void Impossible_options_are_refused() =>
        Assert.Throws<ArgumentException>(() => new NsgaTuner(SampleStudy.Space, SampleStudy.Objectives, new NsgaOptions { Population = 1 }));
}
