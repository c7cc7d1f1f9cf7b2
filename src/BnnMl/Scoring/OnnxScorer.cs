using BnnMl.Onnx;

namespace BnnMl;

/// <summary>An exported file in ONNX Runtime, with the bit errors of a chip. A session runs one block at a time, on all processors or a GPU.</summary>
sealed class OnnxScorer(FaultyOnnxSession session, GraphErrors errors, Chip chip) : IBatchScorer, IDisposable
{
    readonly Lock running = new();
    bool disposed;

    public MapShape Input => session.Input;

    public int Classes => session.Classes;

    public bool NumbersRows => errors is { IsNone: false, Lifetime: ErrorLifetime.Transient };

    public void Score(float[] features, int rows, long firstRow, float[] scores)
    {
        lock (running)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(OnnxBitErrorTransformer));
            session.ScoresAtRates(features.AsSpan(0, rows * Input.Length), errors, chip, firstRow, scores.AsSpan(0, rows * Classes));
        }
    }

    /// <summary>Waits for a block that is running: ONNX Runtime's memory must not go while it computes.</summary>
    public void Dispose()
    {
        lock (running)
        {
            disposed = true;
            session.Dispose();
        }
    }
}
