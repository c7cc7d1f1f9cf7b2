using System.Collections.Immutable;
using System.Security.Cryptography;

namespace BnnMl.Search;

/// <summary>Evaluates a candidate: trains it on a share of the data, then measures accuracy on validation data over the bit error rate. Used by several threads at a time.</summary>
public sealed class BinarizedTrial
{
    /// <summary>Metric: accuracy on clean memory, in [0, 1].</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Metric: the largest bit error rate that costs at most 1 point; 0 of a network that has not learned.</summary>
    public const string ToleratedBer1 = "tolerated_ber_1";

    /// <summary>Metric: the largest bit error rate that costs at most 5 points; 0 of a network that has not learned.</summary>
    public const string ToleratedBer5 = "tolerated_ber_5";

    /// <summary>Metric: accuracy averaged over the bit error rates from 0 to 10 % of the trial's curve: accuracy and tolerance in one number.</summary>
    public const string RobustAccuracy = "robust_accuracy";

    const double RobustUpTo = 0.1;

    /// <summary>A network has learned when its accuracy is this far on the way from guessing the commonest class to perfect. One that has not has nothing to lose to bit errors: its tolerance would be high and mean nothing.</summary>
    const double Learned = 0.5;

    readonly ITrainingEngine engine;
    readonly BinarizedTrialOptions options;
    readonly InputEncoding encoding;
    readonly EncodedDataset train;
    readonly EncodedDataset validation;
    readonly double guessing;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BinarizedTrial(ITrainingEngine engine, BinarizedTrialData data, BinarizedTrialOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(data);
        (this.engine, this.options, encoding) = (engine, options ?? new BinarizedTrialOptions(), data.Encoding);
        this.options.Validate();
        train = encoding.Encode(First(data.Train, this.options.TrainSamples));
        validation = encoding.Encode(First(data.Validation, this.options.ValidationSamples));
        guessing = validation.Labels.ToArray().CountBy(label => label).Max(count => count.Value) / (double)validation.Count;
    }

    /// <summary>Everything that results depend on but candidate and seed, as text: for <see cref="StudyOptions.Evaluation"/>, so that a journal is not continued with other data or settings.</summary>
    public string Signature => $"{options}; data {Fingerprint()}; {engine.Name} engine";

    /// <summary>
    /// Objectives of <see cref="ObjectiveSet.Default"/>: clean error, tolerated bit error rate at 5 points, bytes. A network that has not learned
    /// gets a tolerated rate of 0: guessing tolerates every error, and would stay on the front.
    /// </summary>
    public TrialResult Evaluate(TrialContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Evaluate(context.Candidate, context.Seed, cancel).Result;
    }

    /// <summary>The same with the network that the trial trained, for those who run trials without a <see cref="Study"/>.</summary>
    public BinarizedTrialOutcome Evaluate(Candidate candidate, long seed, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var training = engine.Train(candidate.Network, encoding, train, null, Training(candidate.Training, seed), null, cancel);
        var classifier = new PackedClassifier(training.Network, validation, options.Threads);
        var curve = ToleranceCurve.Measure(classifier, new ToleranceOptions { BitErrorRates = [.. options.BitErrorRates], Targets = options.Targets, Chips = options.Chips, FirstChip = 0 }, null, cancel);
        var robust = curve.Points.Where(point => point.BitErrorRate <= RobustUpTo).Average(point => point.Mean);
        double Tolerated(double points) => curve.CleanAccuracy < guessing + (Learned * (1 - guessing)) ? 0 : curve.ToleratedBitErrorRate(points);
        var result = new TrialResult
        {
            Objectives = [1 - curve.CleanAccuracy, Tolerated(5), candidate.Network.Bytes],
            Violation = options.Violation(curve.CleanAccuracy, Tolerated(5)),
            Curve = [.. curve.Points.Select(point => new CurvePoint(point.BitErrorRate, point.Mean, point.Low95, point.High95))],
            Metrics = new Dictionary<string, double>
            {
                [Accuracy] = curve.CleanAccuracy,
                [ToleratedBer1] = Tolerated(1),
                [ToleratedBer5] = Tolerated(5),
                [RobustAccuracy] = robust,
                ["seconds_training"] = training.Elapsed.TotalSeconds,
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        return new BinarizedTrialOutcome(result, training.Network);
    }

    /// <summary>How a candidate's genes are trained; <see cref="Evaluate(TrialContext, CancellationToken)"/> uses it, and so does <see cref="FullTraining"/>.</summary>
    public static TrainingOptions Options(TrainingGenes genes, long seed)
    {
        ArgumentNullException.ThrowIfNull(genes);
        return new TrainingOptions
        {
            Loss = Loss.Parse(genes.Loss),
            BitErrors = genes.BitErrorRate > 0 ? BitErrorModel.Symmetric(genes.BitErrorRate) : null,
            LearningRate = genes.LearningRate,
            Seed = seed,
        };
    }

    TrainingOptions Training(TrainingGenes genes, long seed) =>
        Options(genes, seed) with { Epochs = options.Epochs, BatchSize = options.BatchSize, Threads = options.Threads };

    /// <summary>Of the encoded samples, labels and weights that trials see.</summary>
    string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var data in new[] { train, validation })
        {
            for (var i = 0; i < data.Count; i++)
                hash.AppendData(data.Row(i));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.Labels));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.Weights));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    static Dataset First(Dataset data, int count) => count >= data.Count ? data : data.Select([.. Enumerable.Range(0, count)]);
}
