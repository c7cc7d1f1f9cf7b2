namespace BnnMl;

/// <summary>How a binarized network is trained in a pipeline; the same for multiclass and binary classification.</summary>
public sealed record BinarizedNetworkTrainerOptions
{
    /// <summary>Multiclass: a key. Binary: a Boolean, a Single or Double of 0 and 1, or a key of two values. Rows without a label are left out.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Vector of Single of known size: a table's columns, or an image as channels × rows × columns.</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Single, at least 0: how much an example counts. Null where all count alike.</summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>Hidden layers: a text such as "C32-MP2-C64-MP2-FC128", or a <see cref="NetworkSpec"/>.</summary>
    public NetworkChoice Network { get; init; } = "FC256";

    /// <summary>Shape of one image; null for a table, where the column has three dimensions (channels, rows, columns), or where <see cref="Network"/> is a spec for images of the column's size.</summary>
    public MapShape? ImageShape { get; init; }

    /// <summary>What trains.</summary>
    public TrainingEngine Engine { get; init; }

    /// <summary>Where the TorchSharp engine computes: "auto", "cpu" or "cuda:0".</summary>
    public string Device { get; init; } = "auto";

    /// <inheritdoc cref="TorchSharp.TorchSharpOptions.MixedPrecision"/>
    public bool MixedPrecision { get; init; }

    /// <summary>All that the engine is told. Not public: the knobs below would be lost or not, by the order in which an initialiser names them.</summary>
    internal TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// What is minimised. Probabilities come with cross-entropy; for the other losses they are fitted on the rows held out (<see cref="ValidationFraction"/>), or without any on the training
    /// data, which makes them too sure.
    /// </summary>
    public Loss Loss { get => Training.Loss; init => Training = Training with { Loss = value }; }

    /// <inheritdoc cref="TrainingOptions.Epochs"/>
    public double Epochs { get => Training.Epochs; init => Training = Training with { Epochs = value }; }

    /// <inheritdoc cref="TrainingOptions.Budget"/>
    public TimeSpan? Budget { get => Training.Budget; init => Training = Training with { Budget = value }; }

    /// <inheritdoc cref="TrainingOptions.BatchSize"/>
    public int BatchSize { get => Training.BatchSize; init => Training = Training with { BatchSize = value }; }

    /// <inheritdoc cref="TrainingOptions.LearningRate"/>
    public double LearningRate { get => Training.LearningRate; init => Training = Training with { LearningRate = value }; }

    /// <inheritdoc cref="TrainingOptions.Schedule"/>
    public LearningRateSchedule Schedule { get => Training.Schedule; init => Training = Training with { Schedule = value }; }

    /// <summary>Decides initial weights, sample order, training flips and the rows held out: the same seed, the same network. A context's seed has no part in it.</summary>
    public long Seed { get => Training.Seed; init => Training = Training with { Seed = value }; }

    /// <inheritdoc cref="TrainingOptions.Threads"/>
    public int Threads { get => Training.Threads; init => Training = Training with { Threads = value }; }

    /// <inheritdoc cref="TrainingOptions.BitErrors"/>
    public BitErrorModel? TrainingBitErrors { get => Training.BitErrors; init => Training = Training with { BitErrors = value }; }

    /// <inheritdoc cref="TrainingOptions.BitErrorRamp"/>
    public double BitErrorRamp { get => Training.BitErrorRamp; init => Training = Training with { BitErrorRamp = value }; }

    /// <summary>
    /// Early stopping: epochs without a better accuracy on the rows held out (<see cref="ValidationFraction"/>) after which the training ends; the model is then the best
    /// epoch's. Null for none.
    /// </summary>
    public int? Patience { get => Training.Patience; init => Training = Training with { Patience = value }; }

    /// <summary>A network to go on from, of the same architecture: <see cref="TrainingResult.Latent"/> of a fitted transformer's <see cref="PackedNetworkTransformer.Training"/>. Null for none.</summary>
    public LatentNetwork? WarmStart { get => Training.WarmStart; init => Training = Training with { WarmStart = value }; }

    /// <inheritdoc cref="TrainingOptions.CheckpointPath"/>
    public string? CheckpointPath { get => Training.CheckpointPath; init => Training = Training with { CheckpointPath = value }; }

    /// <inheritdoc cref="TrainingOptions.CheckpointEvery"/>
    public int CheckpointEvery { get => Training.CheckpointEvery; init => Training = Training with { CheckpointEvery = value }; }

    /// <summary>Share of each class's rows, in [0, 1), that is held out to judge every epoch by; 0 for none. Which rows depends on the seed.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>What a multiclass Score column holds.</summary>
    public ScoreForm ScoreForm { get; init; }

    /// <summary>What MLContext.Model.Save writes.</summary>
    public SaveAs SaveAs { get; init; }

    /// <summary>Told a few times per second, and at every epoch's end, on the thread that trains. (MLContext.Log has a line per epoch.)</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Ends Fit with an <see cref="OperationCanceledException"/> within a step of the training.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range; the message names it, the value and the range.</exception>
    public void Validate()
    {
        CheckName(LabelColumnName, nameof(LabelColumnName));
        CheckName(FeatureColumnName, nameof(FeatureColumnName));
        Check(ExampleWeightColumnName is null || !string.IsNullOrWhiteSpace(ExampleWeightColumnName), nameof(ExampleWeightColumnName), "empty", "give a column's name, or null for none");
        Check(Network is not null, nameof(Network), "null", "give layers, for example \"FC256\"");
        Check(Enum.IsDefined(Engine), nameof(Engine), Engine, "give Auto, Native or TorchSharp");
        Check(!MixedPrecision || Engine != TrainingEngine.Native, nameof(MixedPrecision), MixedPrecision, "the native engine has none, so leave it out or set Engine to TorchSharp");
        Check(Device == "auto" || Engine == TrainingEngine.TorchSharp, nameof(Device), Device, "only the TorchSharp engine has a choice of devices, so set Engine to TorchSharp too");
        new BnnMl.TorchSharp.TorchSharpOptions { Device = Device }.Validate();
        Check(Enum.IsDefined(ScoreForm), nameof(ScoreForm), ScoreForm, "give Probabilities or Logits");
        Check(Enum.IsDefined(SaveAs), nameof(SaveAs), SaveAs, "give Packed or Onnx");
        Check(ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), ValidationFraction, "give a share in [0, 1), 0 for none");
        Check(Training is not null, nameof(Training), "null", "give options, or leave it out");
        Training!.Validate();
        Check(Patience is null || ValidationFraction > 0, nameof(Patience), Patience, "early stopping needs rows to judge by, so give a ValidationFraction too, for example 0.1");
    }

    static void CheckName(string name, string option) => Check(!string.IsNullOrWhiteSpace(name), option, name is null ? "null" : "empty", "give a column's name");

    static void Check(bool holds, string option, object? value, string remedy)
    {
        if (!holds)
            throw new ArgumentException($"{nameof(BinarizedNetworkTrainerOptions)}.{option} is {value}: {remedy}.");
    }
}
