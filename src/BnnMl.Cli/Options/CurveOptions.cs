using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>What `evaluate` and `simulate` share: which bit errors, on how many chips, on which samples.</summary>
sealed class CurveOptions
{
    readonly Option<IReadOnlyList<double>?> rates = Typed.Option<IReadOnlyList<double>?>("--ber", "P,P,…",
        "Bit error rates, as 0,0.01,10%. Without it the protocol's: 0, 0.1, 0.5, 1, 2, 5, 10, 15, 20, 30 %.", Quantity.Rates);

    readonly Option<FlipTargets> targets = Typed.Option("--targets", "weights,activations,thresholds", "What flips, joined by commas.", Targets, "weights");

    readonly Option<ErrorLifetime> lifetime = Typed.Option("--lifetime", "persistent|transient", "The same flips for every sample of a chip, or new ones for each.",
        Typed.Word(("persistent", ErrorLifetime.Persistent), ("transient", ErrorLifetime.Transient)), "persistent");

    readonly Option<int> chips = Typed.Option("--chips", "N", "Fault maps to average over.", Quantity.Count, "50");
    readonly Option<int> firstChip = Typed.Option("--first-chip", "N", "Number of the first.", Quantity.Index, "100");
    readonly Option<int> seed = SharedOptions.Seed("Family of fault maps.");
    readonly Option<int?> maxSamples = Typed.Option<int?>("--max-samples", "N", "Use the first N test samples only.", text => Quantity.Count(text));
    readonly Option<string?> csv = new("--out") { HelpName = "curve.csv", Description = "Write the curve as a CSV file too." };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { rates, targets, lifetime, chips, firstChip, seed, maxSamples, csv })
            command.Add(option);
    }

    internal string? Csv(ParseResult parse) => parse.GetValue(csv);

    internal int? MaxSamples(ParseResult parse) => parse.GetValue(maxSamples);

    internal ToleranceOptions Read(ParseResult parse)
    {
        var options = new ToleranceOptions
        {
            Targets = parse.GetValue(targets),
            Lifetime = parse.GetValue(lifetime),
            Chips = parse.GetValue(chips),
            FirstChip = parse.GetValue(firstChip),
            Seed = parse.GetValue(seed),
        };
        return parse.GetValue(rates) is { } given ? options with { BitErrorRates = [.. given] } : options;
    }

    static FlipTargets Targets(string text) => text.Split(',')
        .Select(part => Typed.Word(("weights", FlipTargets.Weights), ("activations", FlipTargets.Activations), ("thresholds", FlipTargets.Thresholds))(part.Trim()))
        .Aggregate((a, b) => a | b);
}
