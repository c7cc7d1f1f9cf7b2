using System.Globalization;

namespace BnnMl;

/// <summary>What training minimises; a closed set. Written and parsed as "ce", "mhl:128", "mcel:64".</summary>
public abstract record Loss
{
    Loss() { }

    /// <summary>Reads "ce", "mhl:MARGIN" or "mcel:MARGIN", in any case.</summary>
    /// <exception cref="FormatException">Something else; the message says what can be written.</exception>
    public static Loss Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split(':');
        return (parts[0].ToLowerInvariant(), parts.Length) switch
        {
            ("ce", 1) => new CrossEntropy(),
            ("mhl", 2) => new ModifiedHinge(ParseMargin(text, parts[1])),
            ("mcel", 2) => new MarginCrossEntropy(ParseMargin(text, parts[1])),
            _ => throw new FormatException($"'{text}' is not a loss. Write ce (cross-entropy), mhl:128 (modified hinge with margin 128) or mcel:64 (cross-entropy with margin 64)."),
        };
    }

    static int ParseMargin(string text, string margin) =>
        int.TryParse(margin, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= MaxMargin
            ? value
            : throw new FormatException($"'{text}': the margin '{margin}' is not a whole number from 1 to {MaxMargin}. Write for example mhl:128.");

    static int Checked(int margin) => margin is >= 1 and <= MaxMargin
        ? margin
        : throw new ArgumentOutOfRangeException(nameof(margin), $"A margin of {margin} is not possible: give 1 to {MaxMargin}, in units of z.");

    const int MaxMargin = 1 << 22;

    /// <summary>Cross-entropy of softmax(scale · z + bias), with one learned scale and a learned bias per class.</summary>
    public sealed record CrossEntropy : Loss
    {
        /// <inheritdoc/>
        public override string ToString() => "ce";
    }

    /// <summary>Modified hinge loss, mean over classes of max(0, b − y·z) / b with y = ±1 and the integer z itself as logit, so that margins are in units of z (Buschjäger et al., DATE 2021).</summary>
    /// <param name="Margin">b, at least 1.</param>
    public sealed record ModifiedHinge(int Margin) : Loss
    {
        /// <summary>b, at least 1.</summary>
        public int Margin { get; init => field = Checked(value); } = Checked(Margin);

        /// <inheritdoc/>
        public override string ToString() => $"mhl:{Margin}";
    }

    /// <summary>Cross-entropy after the true class's z lost a margin of m: it must win by more than m (arXiv:2603.05048).</summary>
    /// <param name="Margin">m, at least 1, in units of z.</param>
    public sealed record MarginCrossEntropy(int Margin) : Loss
    {
        /// <summary>m, at least 1.</summary>
        public int Margin { get; init => field = Checked(value); } = Checked(Margin);

        /// <inheritdoc/>
        public override string ToString() => $"mcel:{Margin}";
    }
}
