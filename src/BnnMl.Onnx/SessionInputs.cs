using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Onnx;

/// <summary>What a run is fed: the features, and the errors' inputs where there are errors (the file's defaults are 0).</summary>
sealed class SessionInputs : IDisposable
{
    readonly Dictionary<string, OrtValue> values = [];
    readonly long[] sampleOffset = new long[1];

    /// <param name="errors">Null for none.</param>
    /// <param name="chip">Whose errors.</param>
    internal SessionInputs(GraphErrors? errors, Chip chip)
    {
        if (errors is null)
            return;
        values[GraphNames.BitErrorRate] = Scalar([(float)errors.Weights]);
        values[GraphNames.ActivationErrorRate] = Scalar([(float)errors.Activations]);
        values[GraphNames.ThresholdErrorRate] = Scalar([(float)errors.Thresholds]);
        values[GraphNames.Seed] = Scalar([chip.Address]);
        values[GraphNames.Transient] = Scalar([errors.Lifetime == ErrorLifetime.Transient ? 1L : 0L]);
        values[GraphNames.SampleOffset] = Scalar(sampleOffset);
    }

    /// <summary>The inputs for <paramref name="count"/> samples at the start of <paramref name="batch"/>. Valid until the next call.</summary>
    internal IReadOnlyDictionary<string, OrtValue> Of(float[] batch, int count, MapShape input, long firstSample)
    {
        long[] shape = input.IsImage ? [count, input.Channels, input.Height, input.Width] : [count, input.Channels];
        if (values.Remove(GraphNames.Features, out var last))
            last.Dispose();
        values[GraphNames.Features] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, batch.AsMemory(0, count * input.Length), shape);
        sampleOffset[0] = firstSample;
        return values;
    }

    public void Dispose()
    {
        foreach (var value in values.Values)
            value.Dispose();
    }

    static OrtValue Scalar<T>(T[] value)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(value, []);
}
