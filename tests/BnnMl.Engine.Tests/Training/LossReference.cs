namespace BnnMl.Engine.Tests.Training;

/// <summary>Losses and their gradients by z, from their definitions: value in plain doubles, gradient by central differences of the value.</summary>
static class LossReference
{
    internal static double Value(Loss loss, double[] z, int label, double scale) => loss switch
    {
        Loss.CrossEntropy => CrossEntropy(z, label, scale, 0),
        Loss.MarginCrossEntropy m => CrossEntropy(z, label, scale, m.Margin),
        Loss.ModifiedHinge h => z.Select((v, c) => Math.Max(0, h.Margin - (c == label ? v : -v)) / h.Margin).Average(),
        _ => throw new ArgumentOutOfRangeException(nameof(loss)),
    };

    internal static double[] Gradient(Loss loss, int[] z, int label, double scale)
    {
        const double Step = 1e-3; // z is whole, so the hinge's corners are met only where z is exactly at the margin: there the engine gives 0
        return [.. z.Select((v, c) =>
        {
            if (loss is Loss.ModifiedHinge h && (c == label ? v : -v) == h.Margin)
                return 0;
            double At(double d) => Value(loss, [.. z.Select((w, i) => i == c ? w + d : w)], label, scale);
            return (At(Step) - At(-Step)) / (2 * Step);
        })];
    }

    static double CrossEntropy(double[] z, int label, double scale, int margin)
    {
        var logits = z.Select((v, c) => scale * (c == label ? v - margin : v)).ToArray();
        var highest = logits.Max();
        return highest + Math.Log(logits.Sum(l => Math.Exp(l - highest))) - logits[label];
    }
}
