using BnnMl.Onnx;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace BnnMl;

/// <summary>Applies an exported file with bit errors: fitting it looks at the schema and opens the file in ONNX Runtime. Each fitted transformer owns a session.</summary>
public sealed class ApplyOnnxModelWithBitErrorsEstimator : IEstimator<OnnxBitErrorTransformer>
{
    readonly IHostEnvironment environment;
    readonly ApplyOnnxModelWithBitErrorsOptions options;
    readonly GraphErrors errors;
    readonly MulticlassScores scores;

    internal ApplyOnnxModelWithBitErrorsEstimator(IHostEnvironment environment, ApplyOnnxModelWithBitErrorsOptions options)
    {
        options.Validate();
        (this.environment, this.options) = (environment, options);
        errors = new(options.BitErrorRate, options.ActivationErrorRate, options.ThresholdErrorRate, options.Lifetime);
        using var session = Open(); // a file that can't be used is refused here, and not when data come
        if (!errors.IsNone)
            session.CheckCanFlip();
        scores = new(NetworkNotes.Of(session.Metadata, session.Classes), options.ScoreForm, NetworkNotes.Slope(session.Metadata), options.ScoreColumnName, options.PredictedLabelColumnName);
    }

    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public OnnxBitErrorTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var session = Open();
        var transformer = new OnnxBitErrorTransformer(new(session, errors, options.Chip), options.InputColumnName, scores, session.Provider);
        try
        {
            _ = transformer.GetOutputSchema(input.Schema);
        }
        catch
        {
            transformer.Dispose();
            throw;
        }

        KeyOrder.Check(environment, input.Schema, scores.Names, options.Path);
        using var channel = environment.Register("ApplyOnnxModelWithBitErrors").Start("Opening");
        channel.Say($"{options.Path} ({session.Network}) runs on {(session.Provider == "CPU" ? "the CPU" : session.Provider)} in ONNX Runtime.");
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, options.InputColumnName);
        return inputSchema.With(scores.For(null));
    }

    FaultyOnnxSession Open() => FaultyOnnxSession.Open(options.Path, new() { Threads = options.Threads, AllowCuda = options.AllowCuda });
}
