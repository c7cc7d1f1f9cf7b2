using BnnMl.Search;

namespace BnnMl;

/// <summary>What a <see cref="BinarizedNetworkExperiment"/> searches, and for how long.</summary>
public sealed record BinarizedNetworkExperimentSettings
{
    /// <summary>Trials in all, those of earlier runs on the same journal included; null: as many as fit the <see cref="Budget"/>, which is then needed.</summary>
    public int? MaxTrials { get; init; }

    /// <summary>Time for everything: about two thirds for trials, those of earlier runs on the same journal included, the rest for the winner's training. Null: no limit.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Trials at a time; null: one per core, with another engine than the native one a single one. The sequence of trials depends on it: give a number where an experiment must repeat on another machine.</summary>
    public int? Workers { get; init; }

    /// <summary>Channels, rows and columns of the feature column, where it holds images; null: the column's own three dimensions, else a table.</summary>
    public MapShape? ImageShape { get; init; }

    /// <summary>The most memory a network may take.</summary>
    public long MaxBytes { get; init; } = 100 * 1024;

    /// <summary>The most multiply-accumulates per sample: bounds the time of a trial. Null: no limit.</summary>
    public long? MaxMacs { get; init; } = 3_000_000;

    /// <summary>Networks below this accuracy on clean memory, in [0, 1], are kept from the front.</summary>
    public double MinAccuracy { get; init; }

    /// <summary>Networks that lose more than 5 points below this bit error rate, in [0, 0.5], are kept from the front. At most the largest rate that <see cref="Trial"/> measures.</summary>
    public double MinToleratedBitErrorRate { get; init; }

    /// <summary>Ranges of architecture and training. Its limits are <see cref="MaxBytes"/> and <see cref="MaxMacs"/>; training flips at most so often that a trial of few steps still learns.</summary>
    public SearchSpaceOptions Space { get; init; } = new() { TrainingBitErrorRate = new ParameterRange.Steps(0, 0.01, 0.02, 0.05, 0.1) };

    /// <summary>How much work one trial is: samples, epochs, chips. Its threads are the cores divided by the workers.</summary>
    public BinarizedTrialOptions Trial { get; init; } = new();

    /// <summary>Who proposes candidates.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>How the network that is trained in full is chosen from the front.</summary>
    public WinnerRule Winner { get; init; } = new WinnerRule.Knee();

    /// <summary>What trains, trials and winner alike. Trials are small: the native engine trains several side by side, and gives the same bits for a seed.</summary>
    public TrainingEngine Engine { get; init; } = TrainingEngine.Native;

    /// <summary>Where the TorchSharp engine computes: "auto", "cpu" or "cuda:0".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>What MLContext.Model.Save writes of the winner.</summary>
    public SaveAs SaveAs { get; init; }

    /// <summary>Of the division of the data, the method, every trial and the winner's training.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>File that keeps every trial as it happens; the same experiment on the same data goes on from it, whatever ended the process. Null: kept in memory only.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Told of the winner's training, on the thread that trains; trials are told by events and the progress of Execute.</summary>
    public IProgress<TrainingProgress>? WinnerProgress { get; init; }

    /// <summary>Ends the experiment within about a second, with an <see cref="OperationCanceledException"/>; what is over stays in the journal.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it, the value and the range.</exception>
    public void Validate()
    {
        Check(MaxTrials is null or >= 1, nameof(MaxTrials), MaxTrials, "give at least 1, or null for no limit");
        Check(Budget is null || (Budget > TimeSpan.Zero && Budget <= TimeSpan.FromDays(40)), nameof(Budget), Budget, "give a time above 0 and up to 40 days, or null for no limit");
        Check(MaxTrials is not null || Budget is not null, nameof(MaxTrials), "null, and so is Budget", "give one of them, or the experiment would never end");
        Check(Workers is null or (>= 1 and <= 1024), nameof(Workers), Workers, "give 1 to 1024, or null for one per core");
        Check(MaxBytes >= 1, nameof(MaxBytes), MaxBytes, "give at least 1");
        Check(MaxMacs is null or >= 1, nameof(MaxMacs), MaxMacs, "give at least 1, or null for no limit");
        Check(Space is not null, nameof(Space), "null", "give the ranges, for example new SearchSpaceOptions()");
        Check(Trial is not null, nameof(Trial), "null", "give the work of a trial, for example new BinarizedTrialOptions()");
        Check(Enum.IsDefined(Method), nameof(Method), Method, "give Nsga2 or Random");
        Check(Enum.IsDefined(Engine), nameof(Engine), Engine, "give Auto, Native or TorchSharp");
        Check(Device == "auto" || Engine == TrainingEngine.TorchSharp, nameof(Device), Device, "only the TorchSharp engine has a choice of devices, so set Engine to TorchSharp too");
        Check(Enum.IsDefined(SaveAs), nameof(SaveAs), SaveAs, "give Packed or Onnx");
        Check(Winner is not (null or WinnerRule.All), nameof(Winner), Winner?.ToString() ?? "null", "give a rule that chooses one: Knee, BestUnderBytes or HighestMetric");
        Check(JournalPath is null || !string.IsNullOrWhiteSpace(JournalPath), nameof(JournalPath), "empty", "give a file name, or null to keep nothing");
        TrialOptions().Validate();
    }

    internal int WorkersInUse => Workers ?? (Engine == TrainingEngine.Native ? Environment.ProcessorCount : 1);

    internal SearchSpaceOptions SpaceOptions() => Space with { MaxBytes = MaxBytes, MaxMacs = MaxMacs };

    internal BinarizedTrialOptions TrialOptions() => Trial with
    {
        MinAccuracy = Math.Max(MinAccuracy, Trial.MinAccuracy),
        MinToleratedBitErrorRate = Math.Max(MinToleratedBitErrorRate, Trial.MinToleratedBitErrorRate),
        Threads = Math.Max(1, Environment.ProcessorCount / WorkersInUse),
    };

    static void Check(bool holds, string name, object? value, string remedy)
    {
        if (!holds)
            throw new ArgumentException($"{nameof(BinarizedNetworkExperimentSettings)}.{name} is {value}: {remedy}.");
    }
}
