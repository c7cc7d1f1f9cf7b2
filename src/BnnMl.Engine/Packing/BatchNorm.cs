namespace BnnMl;

/// <summary>
/// One unit's batch normalisation, y = ((z − Mean) · InverseDeviation) · Gamma + Beta, each step rounded to float32. Every step is monotone in z, so the sign of y
/// changes at most once and one integer threshold replaces it exactly.
/// </summary>
/// <param name="Mean">Mean of z.</param>
/// <param name="InverseDeviation">1 / √(variance + ε), positive.</param>
/// <param name="Gamma">Scale; negative and zero are allowed.</param>
/// <param name="Beta">Shift.</param>
public readonly record struct BatchNorm(float Mean, float InverseDeviation, float Gamma, float Beta)
{
    /// <summary>y of a pre-activation.</summary>
    public float Normalise(int z) => ((z - Mean) * InverseDeviation * Gamma) + Beta;

    /// <summary>
    /// The threshold T in [−zMax, zMax + 1] with y ≥ 0 ⇔ ±z ≥ T for all integers z in [−zMax, zMax]; the minus sign, that is inverted weights, where Gamma is negative.
    /// Found by evaluating the normalisation on the integers, so folded and unfolded can't disagree. A constant unit gets −zMax (always +1) or zMax + 1 (never).
    /// </summary>
    /// <exception cref="InvalidOperationException">A parameter is not finite, InverseDeviation is not positive, or y overflows for some z (where ∞ · 0 would have no sign).</exception>
    public (int Threshold, bool Invert) Fold(int zMax)
    {
        if (!float.IsFinite(Mean) || !float.IsFinite(InverseDeviation) || !float.IsFinite(Gamma) || !float.IsFinite(Beta) || InverseDeviation <= 0)
            throw new InvalidOperationException($"{this} can't be folded: all parameters must be finite and the inverse deviation positive.");
        if (!float.IsFinite(Normalise(-zMax)) || !float.IsFinite(Normalise(zMax)))
            throw new InvalidOperationException($"{this} can't be folded: it overflows for pre-activations up to {zMax}. Train with a lower learning rate.");
        var sign = Gamma < 0 ? -1 : 1;
        var (low, high) = (-zMax, zMax + 1); // the answer lies in [low, high]
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (Normalise(sign * middle) >= 0)
                high = middle;
            else
                low = middle + 1;
        }

        return (low, sign < 0);
    }
}
