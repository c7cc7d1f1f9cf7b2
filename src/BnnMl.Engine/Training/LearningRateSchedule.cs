namespace BnnMl;

/// <summary>How the learning rate falls over a training; a closed set. Every schedule begins with a linear warm-up over <see cref="WarmUp"/> of the steps.</summary>
public abstract record LearningRateSchedule
{
    LearningRateSchedule() { }

    /// <summary>Fraction of the steps, in [0, 0.5], over which the rate first rises linearly.</summary>
    public double WarmUp { get; init; } = 0.02;

    /// <summary>The factor on the learning rate at step <paramref name="step"/> of <paramref name="steps"/>, in (0, 1] (0 at the end of a cosine).</summary>
    internal double FactorAt(long step, long steps)
    {
        var warmUp = WarmUp * steps;
        return (step < warmUp ? (step + 1) / (warmUp + 1) : 1) * Decay((step + 0.5) / steps);
    }

    /// <param name="progress">Part of the training done, in (0, 1).</param>
    private protected abstract double Decay(double progress);

    /// <summary>The same rate all along.</summary>
    public sealed record Constant : LearningRateSchedule
    {
        private protected override double Decay(double progress) => 1;

        /// <inheritdoc/>
        public override string ToString() => $"constant, warm-up {WarmUp}";
    }

    /// <summary>Half a cosine from the full rate to none.</summary>
    public sealed record Cosine : LearningRateSchedule
    {
        private protected override double Decay(double progress) => (1 + Math.Cos(Math.PI * progress)) / 2;

        /// <inheritdoc/>
        public override string ToString() => $"cosine, warm-up {WarmUp}";
    }

    /// <summary>Times <paramref name="Decrease"/> after every 1/Plateaus of the training.</summary>
    /// <param name="Plateaus">How many, at least 1.</param>
    /// <param name="Decrease">In (0, 1].</param>
    public sealed record Stepped(int Plateaus = 3, double Decrease = 0.1) : LearningRateSchedule
    {
        private protected override double Decay(double progress) => Math.Pow(Decrease, Math.Floor(progress * Plateaus));

        /// <inheritdoc/>
        public override string ToString() => $"step {Plateaus} x {Decrease}, warm-up {WarmUp}";
    }
}
