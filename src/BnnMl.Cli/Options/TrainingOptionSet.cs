using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>How to train, as `train` reads it.</summary>
sealed class TrainingOptionSet
{
    /// <summary>With a budget, more than any is worth.</summary>
    const double MostEpochs = 1000;

    static readonly TrainingOptions Defaults = new();

    readonly Option<string> engine = Typed.Option("--engine", "auto|native|torchsharp", "What trains; auto: torchsharp where it has a GPU, else native.", Typed.Word(("auto", "auto"), ("native", "native"), ("torchsharp", "torchsharp")), "auto");
    readonly Option<string?> device = new("--device") { HelpName = "auto|cpu|cuda:0", Description = "Where the engine torchsharp computes." };
    readonly Option<Loss> loss = Typed.Option("--loss", "ce|mhl:B|mcel:M", "Cross-entropy, modified hinge loss of margin B, or margin cross-entropy of margin M (margins in popcount units).", Loss.Parse, "ce");
    readonly Option<double> trainBer = Typed.Option("--train-ber", "P", "Flip weights with this probability while training.", Quantity.Rate, "0");
    readonly Option<double?> epochs = Typed.Option<double?>("--epochs", "N", $"Passes over the training data. Default {Defaults.Epochs}.", text => Quantity.Positive(text));
    readonly Option<TimeSpan?> budget = Typed.Option<TimeSpan?>("--budget", "TIME", "Train for this time instead, as 90s, 5m, 2h. How far that gets depends on the machine; the epochs are recorded.", text => Quantity.Duration(text));
    readonly Option<int?> batchSize = Typed.Option<int?>("--batch-size", "N", $"Samples per step. Default {Defaults.BatchSize}.", text => Quantity.Count(text));
    readonly Option<double?> learningRate = Typed.Option<double?>("--learning-rate", "R", $"Of Adam, at its highest. Default {Defaults.LearningRate}.", text => Quantity.Positive(text));
    readonly Option<LearningRateSchedule?> schedule = Typed.Option("--schedule", "cosine|constant|step", "How the learning rate falls. Default cosine.",
        Typed.Word<LearningRateSchedule?>(("cosine", new LearningRateSchedule.Cosine()), ("constant", new LearningRateSchedule.Constant()), ("step", new LearningRateSchedule.Stepped())));
    readonly Option<int> seed = SharedOptions.Seed("Of weights, order of samples and flips.");
    readonly Option<int> threads = SharedOptions.Threads();
    readonly Option<int?> patience = Typed.Option<int?>("--patience", "N", "Stop after N epochs without better accuracy on rows held out of the training data, and keep the best epoch.", text => Quantity.Count(text));
    readonly Option<double?> validation = Typed.Option<double?>("--validation", "F", "Share of the training rows held out for --patience. Default 0.1.", text => Quantity.Rate(text));
    readonly Option<string?> warmStart = new("--warm-start") { HelpName = "FILE", Description = "Begin with the latent weights that --latent kept, of the same network." };
    readonly Option<string?> checkpoint = new("--checkpoint") { HelpName = "FILE", Description = "Keep the state of training in this file, so that it can go on after a stop." };
    readonly Option<bool> resume = new("--resume") { Description = "Go on from --checkpoint; where there is none yet, begin anew." };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { engine, device, loss, trainBer, epochs, budget, batchSize, learningRate, schedule, seed, threads, patience, validation, warmStart, checkpoint, resume })
            command.Add(option);
    }

    internal int Seed(ParseResult parse) => parse.GetValue(seed);

    /// <summary>The checkpoint that --resume asks for where there is none; null where there is, or where nothing is to be resumed.</summary>
    internal string? MissingCheckpoint(ParseResult parse) => parse.GetValue(resume) && parse.GetValue(checkpoint) is { } file && !File.Exists(file) ? file : null;

    internal ITrainingEngine Engine(ParseResult parse) => Engines.Of(parse.GetRequiredValue(engine), parse.GetValue(device));

    /// <summary>Share of the training rows to judge epochs by; null for none.</summary>
    internal double? Validation(ParseResult parse)
    {
        var (share, patient) = (parse.GetValue(validation), parse.GetValue(patience) is not null);
        if (share is not null && !patient)
            throw new UsageException("--validation needs --patience N: the epochs to wait for a better one.");
        if (share is 0 or 1)
            throw new UsageException($"--validation {share}: give a share between 0 and 1, such as 0.1.");
        return patient ? share ?? 0.1 : null;
    }

    internal TrainingOptions Read(ParseResult parse)
    {
        var (epochs, budget) = (parse.GetValue(this.epochs), parse.GetValue(this.budget));
        if (epochs is not null && budget is not null)
            throw new UsageException("give --epochs or --budget, not both.");
        var (file, again) = (parse.GetValue(checkpoint), parse.GetValue(resume));
        if (again && file is null)
            throw new UsageException("--resume needs --checkpoint FILE: the file to go on from.");
        if (file is not null && File.Exists(file) && !again)
            throw new UsageException($"{file}: there is a checkpoint already. Add --resume to go on from it, or remove it.");
        return Defaults with
        {
            Loss = parse.GetRequiredValue(loss),
            BitErrors = parse.GetValue(trainBer) is > 0 and var rate ? BitErrorModel.Symmetric(rate) : null,
            Epochs = epochs ?? (budget is null ? Defaults.Epochs : MostEpochs),
            Budget = budget,
            BatchSize = parse.GetValue(batchSize) ?? Defaults.BatchSize,
            LearningRate = parse.GetValue(learningRate) ?? Defaults.LearningRate,
            Schedule = parse.GetValue(schedule) ?? Defaults.Schedule,
            Seed = parse.GetValue(seed),
            Threads = parse.GetValue(threads),
            Patience = parse.GetValue(patience),
            WarmStart = parse.GetValue(warmStart) is { } start ? LatentNetwork.Load(start) : null,
            CheckpointPath = file,
        };
    }
}
