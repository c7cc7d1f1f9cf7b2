namespace BnnMl;

/// <summary>
/// The loss on the output layer's z, its gradients, and what the output layer learns besides weights. Scores are scale · z + bias; for cross-entropy the scale
/// e^θ / √K, which begins with logits of variance near 1, and the biases are learned, for the modified hinge loss they stay 1 and 0.
/// </summary>
sealed unsafe class OutputLoss
{
    readonly TrainingLayer layer;
    readonly Loss loss;
    readonly double[] sums;
    readonly int stride;

    internal OutputLoss(TrainingLayer layer, Loss loss, int chunks)
    {
        (this.layer, this.loss, stride) = (layer, loss, layer.Units + 3);
        sums = new double[chunks * stride];
    }

    /// <summary>θ and Adam's moments of it, one vector wide.</summary>
    internal AlignedBuffer<float> Theta { get; } = new(48);

    internal bool LearnsScores => loss is not Loss.ModifiedHinge;

    /// <summary>θ, or null where the scale is frozen.</summary>
    internal float? LogScale => LearnsScores ? Theta.Pointer[0] : null;

    internal float Scale => LatentNetwork.Scale(layer.Plan, LogScale);

    /// <summary>Loss, correct answers and gradients of a chunk of samples; the gradient of z, divided by the batch, goes to the layer's slope.</summary>
    internal void Measure(int chunk, int from, int to, TrainingInput input)
    {
        var own = sums.AsSpan(chunk * stride, stride);
        var labels = input.Labels;
        own.Clear();
        for (var sample = from; sample < to; sample++)
        {
            var z = new ReadOnlySpan<float>(layer.Z.Pointer + ((nint)sample * layer.Pitch), layer.Units);
            var slope = new Span<float>(layer.Slope.Pointer + ((nint)sample * layer.Pitch), layer.Units);
            var weight = input.Weights[sample];
            own[^2] += Answer(z) == labels[sample] ? 1 : 0;
            own[^3] += weight * loss switch
            {
                Loss.CrossEntropy => CrossEntropy(z, labels[sample], 0, weight / labels.Length, slope, own),
                Loss.MarginCrossEntropy margin => CrossEntropy(z, labels[sample], margin.Margin, weight / labels.Length, slope, own),
                Loss.ModifiedHinge hinge => Hinge(z, labels[sample], hinge.Margin, weight / labels.Length, slope),
                _ => throw new InvalidOperationException($"{loss} is not known to the native engine."),
            };
        }
    }

    /// <summary>Sums over the batch, in the chunks' order: loss and correct answers.</summary>
    internal (double Loss, double Correct) Totals(int chunks) => (Total(chunks, layer.Units), Total(chunks, layer.Units + 1));

    /// <summary>Steps θ and the biases.</summary>
    internal void Step(int chunks, AdamStep adam)
    {
        if (!LearnsScores)
            return;
        var gradient = stackalloc float[layer.Pitch];
        new Span<float>(gradient, layer.Pitch).Clear();
        for (var c = 0; c < layer.Units; c++)
            gradient[c] = (float)Total(chunks, c);
        adam.Apply(layer.Shift.Pointer, layer.Shift1.Pointer, layer.Shift2.Pointer, gradient, layer.Pitch, float.PositiveInfinity);
        new Span<float>(gradient, 16).Clear();
        gradient[0] = (float)Total(chunks, layer.Units + 2);
        adam.Apply(Theta.Pointer, Theta.Pointer + 16, Theta.Pointer + 32, gradient, 16, LatentNetwork.MaxLogScale);
    }

    double Total(int chunks, int index)
    {
        var total = 0.0;
        for (var chunk = 0; chunk < chunks; chunk++)
            total += sums[(chunk * stride) + index];
        return total;
    }

    /// <summary>First class of the highest score, as inference answers.</summary>
    int Answer(ReadOnlySpan<float> z)
    {
        var (best, scale) = (0, Scale);
        for (var c = 1; c < z.Length; c++)
            best = (scale * z[c]) + layer.Shift.Pointer[c] > (scale * z[best]) + layer.Shift.Pointer[best] ? c : best;
        return best;
    }

    double CrossEntropy(ReadOnlySpan<float> z, int label, int margin, float weight, Span<float> slope, Span<double> own)
    {
        var (scale, highest, total) = (Scale, float.NegativeInfinity, 0.0);
        for (var c = 0; c < z.Length; c++)
        {
            slope[c] = (scale * (c == label ? z[c] - margin : z[c])) + layer.Shift.Pointer[c];
            highest = Math.Max(highest, slope[c]);
        }

        var truth = slope[label];
        for (var c = 0; c < z.Length; c++)
            total += Math.Exp(slope[c] - highest);
        for (var c = 0; c < z.Length; c++)
        {
            var d = (float)((Math.Exp(slope[c] - highest) / total) - (c == label ? 1 : 0)) * weight;
            own[c] += d;
            own[^1] += d * (slope[c] - layer.Shift.Pointer[c]);
            slope[c] = d * scale;
        }

        return highest + Math.Log(total) - truth;
    }

    static double Hinge(ReadOnlySpan<float> z, int label, int margin, float weight, Span<float> slope)
    {
        var total = 0.0;
        for (var c = 0; c < z.Length; c++)
        {
            var sign = c == label ? 1 : -1;
            var missing = margin - (sign * z[c]);
            slope[c] = missing > 0 ? -sign * weight / (margin * z.Length) : 0;
            total += Math.Max(0, missing) / ((double)margin * z.Length);
        }

        return total;
    }
}
