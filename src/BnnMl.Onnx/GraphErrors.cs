namespace BnnMl.Onnx;

/// <summary>Bit errors as the faulty file takes them: a rate per target, for stored 0s and 1s alike.</summary>
/// <param name="Weights">Probability in [0, 1] that a stored weight reads inverted.</param>
/// <param name="Activations">The same for the bits between the layers.</param>
/// <param name="Thresholds">The same for the stored thresholds' bits.</param>
/// <param name="Lifetime">The same flips for every sample, or new ones.</param>
sealed record GraphErrors(double Weights, double Activations, double Thresholds, ErrorLifetime Lifetime)
{
    /// <summary>True where nothing can flip.</summary>
    internal bool IsNone => Weights == 0 && Activations == 0 && Thresholds == 0;

    /// <summary>A batch of more than one sample would share the flips of its weights or thresholds.</summary>
    internal bool OneByOne => Lifetime == ErrorLifetime.Transient && (Weights > 0 || Thresholds > 0);

    /// <summary>Those of a symmetric model.</summary>
    internal static GraphErrors Of(BitErrorModel errors) =>
        new(Rate(errors, FlipTargets.Weights), Rate(errors, FlipTargets.Activations), Rate(errors, FlipTargets.Thresholds), errors.Lifetime);

    static double Rate(BitErrorModel errors, FlipTargets target) => errors.Targets.HasFlag(target) ? errors.Rate01 : 0;
}
