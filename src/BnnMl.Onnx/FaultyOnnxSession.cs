using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Onnx;

/// <summary>
/// An exported file in ONNX Runtime, with the bit errors of a chip on request; the scores equal the packed engine's. Opens both of <see cref="OnnxExporter"/>'s files; only
/// the faulty one can flip. One call at a time.
/// </summary>
public sealed class FaultyOnnxSession : IDisposable
{
    /// <summary>Features of one batch at most, 64 MiB, whatever the batch size asked for.</summary>
    const int MaxBatchValues = 1 << 24;

    static readonly string[] Outputs = [GraphNames.Score];

    readonly InferenceSession session;
    readonly RunOptions runOptions = new();
    readonly int batchSize;
    readonly float[] batch;

    FaultyOnnxSession(string path, InferenceSession session, string provider, NetworkSpec spec, int batchSize)
    {
        (Path, this.session, Provider, Network, this.batchSize) = (path, session, provider, spec, batchSize);
        CanFlip = session.InputMetadata.ContainsKey(GraphNames.BitErrorRate) || session.OverridableInitializerMetadata.ContainsKey(GraphNames.BitErrorRate);
        batch = new float[(long)batchSize * spec.Input.Length];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What runs it: "CUDA" or "CPU".</summary>
    public string Provider { get; }

    /// <summary>The architecture that the file names.</summary>
    public NetworkSpec Network { get; }

    /// <summary>Shape of one sample.</summary>
    public MapShape Input => Network.Input;

    /// <summary>Number of scores per sample.</summary>
    public int Classes => Network.Classes;

    /// <summary>What the file says of its network, the network's own metadata among it.</summary>
    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    /// <summary>True for the file that <see cref="OnnxExporter.WriteFaulty"/> writes.</summary>
    public bool CanFlip { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not a file that <see cref="OnnxExporter"/> wrote.</exception>
    /// <exception cref="InvalidOperationException">The application lacks ONNX Runtime's native library.</exception>
    public static FaultyOnnxSession Open(string path, FaultyOnnxOptions? options = null)
    {
        options ??= new();
        options.Validate();
        var bytes = OnnxFile.Read(path);
        InferenceSession? session = null;
        try
        {
            (session, var provider) = RuntimeSession.Open(bytes, options);
            var spec = OnnxMetadata.Spec(session.ModelMetadata.CustomMetadataMap);
            CheckShapes(session, spec);
            var open = new FaultyOnnxSession(path, session, provider, spec, Math.Min(options.BatchSize, Math.Max(1, MaxBatchValues / spec.Input.Length)));
            session = null;
            return open;
        }
        catch (Exception e) when (e is OnnxRuntimeException or FormatException or ArgumentException)
        {
            throw OnnxFile.Invalid(path, $"can't be run by ONNX Runtime ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')})", e);
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <summary>Scores of consecutive samples.</summary>
    /// <param name="features">[samples, C·H·W] in C×H×W order, in the units of the training data, without NaN.</param>
    /// <param name="errors">Bit errors; null for none.</param>
    /// <param name="chip">Whose errors.</param>
    /// <param name="firstSample">Number of the first sample, at least 0: the address of transient errors.</param>
    /// <param name="scores">[samples, Classes].</param>
    /// <exception cref="ArgumentException">Lengths disagree, or a feature is NaN.</exception>
    /// <exception cref="NotSupportedException">The file can't flip, or not in the way asked for.</exception>
    public void Scores(ReadOnlySpan<float> features, BitErrorModel? errors, Chip chip, long firstSample, Span<float> scores)
    {
        if (errors is { IsNone: false })
            CheckCanFlip();
        if (errors is { IsSymmetric: false, IsNone: false })
            throw new NotSupportedException($"{Path}: flips 0s and 1s with the same rate, but {errors.Rate01} and {errors.Rate10} were asked for. Use the packed engine for asymmetric errors.");
        ScoresAtRates(features, errors is null ? null : GraphErrors.Of(errors), chip, firstSample, scores);
    }

    /// <summary>The same with a rate per target.</summary>
    internal void ScoresAtRates(ReadOnlySpan<float> features, GraphErrors? errors, Chip chip, long firstSample, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSample);
        CheckLengths(features, scores);
        if (errors is { IsNone: true })
            errors = null;
        if (errors is not null)
            CheckCanFlip();
        var step = errors is { OneByOne: true } ? 1 : batchSize;
        using var inputs = new SessionInputs(errors, chip);
        for (var start = 0; start < scores.Length / Classes; start += step)
        {
            var count = Math.Min(step, (scores.Length / Classes) - start);
            features.Slice(start * Input.Length, count * Input.Length).CopyTo(batch);
            Run(inputs.Of(batch, count, Input, firstSample + start), scores.Slice(start * Classes, count * Classes));
        }
    }

    /// <exception cref="NotSupportedException">It is the clean file.</exception>
    internal void CheckCanFlip()
    {
        if (!CanFlip)
            throw new NotSupportedException($"{Path}: is the clean file, which can't flip bits. Open the one that OnnxExporter.WriteFaulty (bnnml export --faulty) writes.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        runOptions.Dispose();
    }

    void Run(IReadOnlyDictionary<string, OrtValue> inputs, Span<float> scores)
    {
        using var outputs = session.Run(runOptions, inputs, Outputs);
        outputs[0].GetTensorDataAsSpan<float>().CopyTo(scores);
    }

    void CheckLengths(ReadOnlySpan<float> features, Span<float> scores)
    {
        if (scores.Length % Classes != 0 || features.Length != (long)(scores.Length / Classes) * Input.Length)
            throw new ArgumentException($"{features.Length} feature values and room for {scores.Length} scores were given: a sample has {Input.Length} values ({Input}) and {Classes} scores.", nameof(features));
        for (var i = 0; i < features.Length; i++)
            if (float.IsNaN(features[i]))
                throw new ArgumentException($"Sample {i / Input.Length}, feature {i % Input.Length} is NaN. Replace or remove missing values.", nameof(features));
    }

    static void CheckShapes(InferenceSession session, NetworkSpec spec)
    {
        var (input, shape) = (spec.Input, session.InputMetadata.GetValueOrDefault(GraphNames.Features)?.Dimensions);
        int[] expected = input.IsImage ? [-1, input.Channels, input.Height, input.Width] : [-1, input.Channels];
        if (shape is null || !shape.AsSpan().SequenceEqual(expected))
            throw new FormatException($"input {GraphNames.Features} is [{string.Join(", ", shape ?? [])}], but the metadata say {input}");
        if (session.OutputMetadata.GetValueOrDefault(GraphNames.Score)?.Dimensions is not [-1, var classes] || classes != spec.Classes)
            throw new FormatException($"output {GraphNames.Score} is missing or not for {spec.Classes} classes");
    }
}
