namespace BnnMl;

/// <summary>
/// Probabilities for losses that leave the scale of the scores open: one slope for the softmax of many classes (temperature scaling, arXiv:1706.04599), slope and offset of a
/// sigmoid for two (Platt). Both minimise the weighted cross-entropy of at most 4,096 rows, taken evenly from all. Networks trained by cross-entropy need neither: their scores are
/// log-probabilities.
/// </summary>
static class ScoreCalibration
{
    const int MostRows = 4096;
    const int MostScores = 1 << 21; // rows times classes: each is an exponential, some eighty times over
    const double Ratio = 0.6180339887498949; // golden section

    /// <summary>The softmax's slope.</summary>
    internal static float Slope(PackedNetwork network, Loss loss, EncodedDataset rows, CancellationToken cancel = default)
    {
        if (loss is Loss.CrossEntropy)
            return 1;
        var some = rows.Spread(Math.Clamp(MostScores / rows.Classes, 256, MostRows));
        var scores = new PackedClassifier(network, some).Scores(cancel: cancel);
        var (low, high) = (Math.Log(1e-6), Math.Log(1e3)); // the cross-entropy is convex in the slope, so it has one minimum in the slope's logarithm too
        while (high - low > 1e-4)
        {
            cancel.ThrowIfCancellationRequested();
            var (left, right) = (high - (Ratio * (high - low)), low + (Ratio * (high - low)));
            if (CrossEntropy(scores, some, Math.Exp(left)) <= CrossEntropy(scores, some, Math.Exp(right)))
                high = right;
            else
                low = left;
        }

        return (float)Math.Exp((low + high) / 2);
    }

    /// <summary>The sigmoid's slope and offset, for the difference of two scores.</summary>
    internal static (float Slope, float Offset) Sigmoid(PackedNetwork network, Loss loss, EncodedDataset rows, CancellationToken cancel = default)
    {
        if (loss is Loss.CrossEntropy)
            return (1, 0);
        var some = rows.Spread(Math.Clamp(MostScores / rows.Classes, 256, MostRows));
        var scores = new PackedClassifier(network, some).Scores(cancel: cancel);
        var x = new double[some.Count];
        for (var i = 0; i < x.Length; i++)
            x[i] = (double)scores[i, 1] - scores[i, 0];
        var unit = Math.Max(1e-30, Math.Sqrt(x.Average(value => value * value)));
        var (slope, offset) = LogisticRegression([.. x.Select(value => value / unit)], some);
        return ((float)(slope / unit), (float)offset);
    }

    /// <summary>Newton's method; Platt's smoothed targets keep it finite where the classes are separable.</summary>
    static (double Slope, double Offset) LogisticRegression(double[] x, EncodedDataset rows)
    {
        double[] weights = [.. Enumerable.Range(0, x.Length).Select(i => (double)rows.RelativeWeight(i))];
        double positives = weights.Where((_, i) => rows.Labels[i] == 1).Sum(), negatives = weights.Sum() - positives;
        var (high, low, slope, offset) = ((positives + 1) / (positives + 2), 1 / (negatives + 2), 1.0, 0.0);
        for (var step = 0; step < 100; step++)
        {
            double gradientA = 1e-9 * slope, gradientB = 0, aa = 1e-9, ab = 0, bb = 1e-9;
            for (var i = 0; i < x.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-((slope * x[i]) + offset)));
                var (d, w) = (weights[i] * (p - (rows.Labels[i] == 1 ? high : low)), weights[i] * p * (1 - p));
                (gradientA, gradientB, aa, ab, bb) = (gradientA + (d * x[i]), gradientB + d, aa + (w * x[i] * x[i]), ab + (w * x[i]), bb + w);
            }

            var determinant = (aa * bb) - (ab * ab);
            var (da, db) = (((bb * gradientA) - (ab * gradientB)) / determinant, ((aa * gradientB) - (ab * gradientA)) / determinant);
            var part = Math.Min(1, 4 / (Math.Abs(da) + Math.Abs(db) + 1e-12)); // far from the minimum a whole step may leave it behind
            (slope, offset) = (slope - (part * da), offset - (part * db));
            if (Math.Abs(da) + Math.Abs(db) < 1e-9)
                break;
        }

        return (slope, offset);
    }

    static double CrossEntropy(float[,] scores, EncodedDataset rows, double slope)
    {
        var total = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (highest, sum) = (double.MinValue, 0.0);
            for (var c = 0; c < scores.GetLength(1); c++)
                highest = Math.Max(highest, scores[i, c]);
            for (var c = 0; c < scores.GetLength(1); c++)
                sum += Math.Exp(slope * (scores[i, c] - highest));
            total += rows.RelativeWeight(i) * (Math.Log(sum) - (slope * (scores[i, rows.Labels[i]] - highest)));
        }

        return total;
    }
}
