namespace BnnMl.Onnx;

/// <summary>
/// An exported file with labelled samples: clean and under bit errors, measured in ONNX Runtime. Transient errors are addressed by the sample's row, as in
/// <see cref="PackedClassifier"/>, so both give the same numbers. One call at a time; the session stays the caller's.
/// </summary>
public sealed class OnnxClassifier : ICorruptibleClassifier
{
    /// <summary>Samples between two looks at the cancellation.</summary>
    const int Block = 1024;

    readonly FaultyOnnxSession session;
    readonly Dataset data;
    readonly float[] scores;

    /// <exception cref="ArgumentException">Shape or classes of the data are not those of the file.</exception>
    public OnnxClassifier(FaultyOnnxSession session, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape != session.Input || data.Classes != session.Classes)
            throw new ArgumentException($"{data.Origin}: samples are {data.Shape} in {data.Classes} classes, but {session.Path} reads {session.Input} and tells {session.Classes} classes apart. Give data of the network's kind.", nameof(data));
        (this.session, this.data, scores) = (session, data, new float[Block * session.Classes]);
    }

    /// <inheritdoc/>
    public int Samples => data.Count;

    /// <inheritdoc/>
    public double Accuracy(BitErrorModel? errors, Chip chip, CancellationToken cancel)
    {
        var correct = 0;
        for (var start = 0; start < data.Count; start += Block)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(Block, data.Count - start);
            var block = scores.AsSpan(0, count * session.Classes);
            session.Scores(data.Features.Slice(start * data.Shape.Length, count * data.Shape.Length), errors, chip, start, block);
            for (var i = 0; i < count; i++)
                correct += Predictor.Best(block.Slice(i * session.Classes, session.Classes)) == data.Labels[start + i] ? 1 : 0;
        }

        return (double)correct / data.Count;
    }
}
