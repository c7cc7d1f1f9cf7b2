using System.Collections.Immutable;

namespace BnnMl.Search;

/// <summary>Which genes a space has, by its options, and their names.</summary>
static class SpaceGenes
{
    internal const string Stages = "stages";
    internal const string Loss = "loss";
    internal const string Margin = "margin";
    internal const string TrainingBitErrorRate = "train_ber";
    internal const string LearningRate = "learning_rate";

    internal static string Convolutions(int stage) => $"stage{stage + 1}.convolutions";

    internal static string Channels(int stage) => $"stage{stage + 1}.channels";

    internal static string Kernel(int stage) => $"stage{stage + 1}.kernel";

    internal static string Concatenate(int stage) => $"stage{stage + 1}.concatenate";

    internal static string Pool(int stage) => $"stage{stage + 1}.pool";

    internal static string Width(int layer) => $"dense{layer + 1}.width";

    internal static ImmutableArray<Gene> Of(MapShape input, SearchSpaceOptions options)
    {
        Check(options);
        var genes = ImmutableArray.CreateBuilder<Gene>();
        if (input.IsImage)
            AddStages(genes, options);
        var dense = options.DenseLayers ?? (input.IsImage ? 1 : 2);
        genes.AddRange(Enumerable.Range(0, dense).Select(layer => new Gene(Width(layer), options.DenseWidth)));
        genes.Add(new Gene(Loss, options.Losses));
        if (options.Losses.Labels.Any(loss => loss != "ce"))
            genes.Add(new Gene(Margin, options.Margin));
        genes.Add(new Gene(TrainingBitErrorRate, options.TrainingBitErrorRate));
        genes.Add(new Gene(LearningRate, options.LearningRate));
        return genes.DrainToImmutable();
    }

    static void AddStages(ImmutableArray<Gene>.Builder genes, SearchSpaceOptions options)
    {
        genes.Add(new Gene(Stages, options.Stages));
        for (var stage = 0; stage < (int)options.Stages.FromUnit(ParameterRange.LastUnit); stage++)
        {
            genes.Add(new Gene(Convolutions(stage), options.Convolutions));
            genes.Add(new Gene(Channels(stage), options.Channels));
            genes.Add(new Gene(Kernel(stage), options.Kernels));
            if (options.Concatenation)
                genes.Add(new Gene(Concatenate(stage), new ParameterRange.Choice("no", "yes")));
            genes.Add(new Gene(Pool(stage), new ParameterRange.Choice("no", "yes")));
        }
    }

    static void Check(SearchSpaceOptions options)
    {
        CheckEnds(options.Stages, nameof(options.Stages), 0, 8);
        CheckEnds(options.Convolutions, nameof(options.Convolutions), 1, 16);
        CheckEnds(options.Channels, nameof(options.Channels), 1, LayerSpec.MaxUnits);
        CheckEnds(options.Kernels, nameof(options.Kernels), 1, 5);
        CheckEnds(options.DenseWidth, nameof(options.DenseWidth), 0, LayerSpec.MaxUnits);
        CheckEnds(options.Margin, nameof(options.Margin), 1, 1 << 22);
        CheckEnds(options.TrainingBitErrorRate, nameof(options.TrainingBitErrorRate), 0, 0.999);
        CheckEnds(options.LearningRate, nameof(options.LearningRate), double.Epsilon, 100);
        if (options.DenseLayers is < 0 or > 8)
            throw new ArgumentException($"{nameof(options.DenseLayers)} is {options.DenseLayers}: choose 0 to 8.", nameof(options));
        if (options.Losses.Labels.FirstOrDefault(loss => loss is not ("ce" or "mhl" or "mcel")) is { } unknown)
            throw new ArgumentException($"{nameof(options.Losses)} names \"{unknown}\": choose among ce, mhl and mcel.", nameof(options));
        if (options.MaxBytes is < 1 || options.MaxBops is < 0 || options.MaxMacs is < 1)
            throw new ArgumentException($"The limits {options.MaxBytes} bytes, {options.MaxBops} bops, {options.MaxMacs} macs are not possible: give positive ones, or null.", nameof(options));
    }

    static void CheckEnds(ParameterRange range, string name, double min, double max)
    {
        if (range is null or ParameterRange.Choice || range.FromUnit(0) < min || range.FromUnit(ParameterRange.LastUnit) > max)
            throw new ArgumentException(FormattableString.Invariant($"{name} is \"{range}\": give a range of numbers within {min}…{max}."), nameof(name));
    }
}
