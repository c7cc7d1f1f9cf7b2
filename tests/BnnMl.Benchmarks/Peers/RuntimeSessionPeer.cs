using BnnMl.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace BnnMl.Benchmarks;

/// <summary>An ONNX Runtime session on one batch, as fast as it gets: all graph optimisations, preallocated inputs and outputs.</summary>
sealed class RuntimeSessionPeer<T> : IDisposable
    where T : unmanaged
{
    readonly InferenceSession session;
    readonly RunOptions runOptions = new();
    readonly string[] inputNames;
    readonly string[] outputNames = [GraphNames.Score];
    readonly List<(OrtValue[] Inputs, OrtValue[] Outputs)> parts = [];

    /// <param name="model">The model's bytes.</param>
    /// <param name="settings">How it is run.</param>
    /// <param name="values">The batch, [samples, C·H·W].</param>
    /// <param name="shape">Of a sample, as the model declares it.</param>
    /// <param name="classes">Scores per sample.</param>
    internal RuntimeSessionPeer(byte[] model, RuntimeSettings settings, T[] values, long[] shape, int classes)
    {
        using var options = settings.Options();
        session = new InferenceSession(model, options);
        inputNames = [session.InputNames[0]];
        var (length, memory) = ((int)shape.Aggregate((a, b) => a * b), OrtMemoryInfo.DefaultInstance);
        var samples = values.Length / length;
        Scores = new float[samples * classes];
        for (var first = 0; first < samples; first += settings.SamplesPerRun)
        {
            var count = Math.Min(settings.SamplesPerRun, samples - first);
            parts.Add(([OrtValue.CreateTensorValueFromMemory(memory, values.AsMemory(first * length, count * length), [count, .. shape])],
                [OrtValue.CreateTensorValueFromMemory(memory, Scores.AsMemory(first * classes, count * classes), [count, classes])]));
        }
    }

    /// <summary>[samples, classes] of the last run.</summary>
    internal float[] Scores { get; }

    /// <summary>The whole batch.</summary>
    internal void Run()
    {
        foreach (var (inputs, outputs) in parts)
            session.Run(runOptions, inputNames, inputs, outputNames, outputs);
    }

    public void Dispose()
    {
        foreach (var value in parts.SelectMany(part => part.Inputs.Concat(part.Outputs)))
            value.Dispose();
        runOptions.Dispose();
        session.Dispose();
    }
}
