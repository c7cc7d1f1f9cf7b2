using System.Buffers;
using System.Runtime.Intrinsics;

namespace BnnMl;

/// <summary>
/// How float features become the 8-bit inputs of the first layer: q = clamp(round((x − offset) / scale), 0, 255), halves to even as ONNX rounds.
/// The network computes with q − <see cref="ZeroPoint"/>, and pads images with q = ZeroPoint (that is, with 0).
/// </summary>
public sealed class InputEncoding : IEquatable<InputEncoding>
{
    readonly float[] offsets;
    readonly float[] scales;

    /// <param name="offsets">Values that map to q = 0: one for all features, or one per feature (C×H×W order).</param>
    /// <param name="scales">Units per step of q, positive; as many as offsets.</param>
    /// <param name="zeroPoint">The q that counts as 0.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, an offset is not finite, or a scale is not a positive finite number.</exception>
    public InputEncoding(ReadOnlySpan<float> offsets, ReadOnlySpan<float> scales, byte zeroPoint)
    {
        if (offsets.Length == 0 || offsets.Length != scales.Length)
            throw new ArgumentException($"{offsets.Length} offsets and {scales.Length} scales were given: give one of each, or one of each per feature.", nameof(offsets));
        for (var i = 0; i < offsets.Length; i++)
            if (!float.IsFinite(offsets[i]) || !float.IsNormal(scales[i]) || scales[i] < 0)
                throw new ArgumentException($"Feature {i} has offset {offsets[i]} and scale {scales[i]}: the offset must be finite and the scale positive.", nameof(scales));
        (this.offsets, this.scales, ZeroPoint) = (offsets.ToArray(), scales.ToArray(), zeroPoint);
    }

    /// <summary>8-bit pixels as they are: offset 0, scale 1, zero point 0.</summary>
    public static InputEncoding Pixels { get; } = new([0f], [1f], 0);

    /// <summary>One for all features, or one per feature.</summary>
    public ReadOnlySpan<float> Offsets => offsets;

    /// <summary>As many as <see cref="Offsets"/>.</summary>
    public ReadOnlySpan<float> Scales => scales;

    /// <summary>The q that counts as 0.</summary>
    public byte ZeroPoint { get; }

    /// <summary>Pixels as they are where all values are whole numbers in 0…255 and the data are images; else each feature's own minimum…maximum over the data.</summary>
    public static InputEncoding Fit(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Shape.IsImage && IsPixels(data.Features) ? Pixels : FitRanges(data);
    }

    /// <summary>The byte of one value of feature <paramref name="feature"/> (C×H×W index). NaN is refused before this point.</summary>
    public byte Encode(float value, int feature)
    {
        var i = offsets.Length == 1 ? 0 : feature;
        return (byte)Math.Clamp(MathF.Round((value - offsets[i]) / scales[i], MidpointRounding.ToEven), 0f, 255f);
    }

    /// <summary>One sample: C×H×W values to H×W×C bytes, the order the kernels read.</summary>
    public void Encode(ReadOnlySpan<float> values, MapShape shape, Span<byte> encoded)
    {
        if (shape.Channels == 1)
        {
            Quantise(values, encoded);
            return;
        }

        var planes = ArrayPool<byte>.Shared.Rent(shape.Length);
        Quantise(values, planes.AsSpan(0, shape.Length));
        for (var c = 0; c < shape.Channels; c++)
            for (var p = 0; p < shape.Area; p++)
                encoded[(p * shape.Channels) + c] = planes[(c * shape.Area) + p];
        ArrayPool<byte>.Shared.Return(planes);
    }

    /// <summary>All samples, on all processors.</summary>
    /// <exception cref="ArgumentException">The encoding is per feature and the data have another number of features.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EncodedDataset Encode(Dataset data, CancellationToken cancel = default)
    {
        const int rowsAtOnce = 256;
        ArgumentNullException.ThrowIfNull(data);
        CheckFits(data.Shape);
        var (inputs, shape) = (new byte[data.Count * data.Shape.Length], data.Shape);
        Parallel.For(0, (data.Count + rowsAtOnce - 1) / rowsAtOnce, new ParallelOptions { CancellationToken = cancel }, part =>
        {
            for (var i = part * rowsAtOnce; i < Math.Min(data.Count, (part + 1) * rowsAtOnce); i++)
                Encode(data.Row(i), shape, inputs.AsSpan(i * shape.Length, shape.Length));
        });
        return new EncodedDataset(data.Shape, data.Classes, inputs, data.Labels.ToArray(), data.Weights.IsEmpty ? null : data.Weights.ToArray());
    }

    /// <summary>Throws unless this encoding can encode samples of <paramref name="shape"/>.</summary>
    public void CheckFits(MapShape shape)
    {
        if (offsets.Length != 1 && offsets.Length != shape.Length)
            throw new ArgumentException($"The input encoding has {offsets.Length} features, but the samples have {shape.Length} ({shape}).", nameof(shape));
    }

    /// <inheritdoc/>
    public bool Equals(InputEncoding? other) =>
        other is not null && ZeroPoint == other.ZeroPoint && offsets.AsSpan().SequenceEqual(other.offsets) && scales.AsSpan().SequenceEqual(other.scales);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InputEncoding);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ZeroPoint, offsets.Length, offsets[0], scales[0]);

    /// <summary>Every value as <see cref="Encode(float, int)"/> does, 32 at a time: the same steps, each rounded to float32.</summary>
    void Quantise(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        var i = 0;
        for (; i <= values.Length - 32; i += 32)
            Vector256.Narrow(Vector256.Narrow(Codes(values, i), Codes(values, i + 8)), Vector256.Narrow(Codes(values, i + 16), Codes(values, i + 24))).CopyTo(bytes[i..]);
        for (; i < values.Length; i++)
            bytes[i] = Encode(values[i], i);
    }

    /// <summary>The codes of 8 values, each in [0, 255].</summary>
    Vector256<uint> Codes(ReadOnlySpan<float> values, int at)
    {
        var (offset, scale) = offsets.Length == 1
            ? (Vector256.Create(offsets[0]), Vector256.Create(scales[0]))
            : (Vector256.Create<float>(offsets.AsSpan(at)), Vector256.Create<float>(scales.AsSpan(at)));
        var steps = Vector256.Round((Vector256.Create(values[at..]) - offset) / scale);
        return Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(steps, Vector256<float>.Zero), Vector256.Create(255f))).AsUInt32();
    }

    static bool IsPixels(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (value is < 0 or > 255 || value != MathF.Truncate(value))
                return false;
        return true;
    }

    static InputEncoding FitRanges(Dataset data)
    {
        var (low, high) = (data.Row(0).ToArray(), data.Row(0).ToArray());
        for (var i = 1; i < data.Count; i++)
        {
            var row = data.Row(i);
            for (var j = 0; j < row.Length; j++)
                (low[j], high[j]) = (Math.Min(low[j], row[j]), Math.Max(high[j], row[j]));
        }

        var steps = new float[low.Length];
        for (var j = 0; j < steps.Length; j++)
        {
            var step = (float)(((double)high[j] - low[j]) / 255);
            steps[j] = float.IsNormal(step) ? step : 1f; // a constant feature encodes to 0
        }

        return new InputEncoding(low, steps, zeroPoint: 128);
    }
}
