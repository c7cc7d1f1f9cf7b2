namespace BnnMl.Search;

/// <summary>From genes to a network: stages of convolutions with a pool where the map still has two rows and columns, then dense layers.</summary>
static class GenomeDecoder
{
    internal static Candidate Decode(SearchSpace space, Genome genome) => new(Network(space, genome), Training(space, genome));

    /// <exception cref="ArgumentException">The layers are too large to be.</exception>
    internal static NetworkSpec Network(SearchSpace space, Genome genome)
    {
        var layers = new List<LayerSpec>();
        var side = Math.Min(space.Input.Height, space.Input.Width);
        for (var stage = 0; stage < (space.Input.IsImage ? (int)genome[SpaceGenes.Stages] : 0); stage++)
        {
            AddStage(layers, space, genome, stage);
            if (genome[SpaceGenes.Pool(stage)] == 1 && side >= 2)
            {
                layers.Add(new LayerSpec.MaxPool());
                side /= 2;
            }
        }

        foreach (var name in space.Names.Where(name => name.StartsWith("dense", StringComparison.Ordinal)))
        {
            if (genome[name] > 0)
                layers.Add(new LayerSpec.Dense((int)genome[name]));
        }

        return new NetworkSpec(space.Input, layers, space.Classes);
    }

    static void AddStage(List<LayerSpec> layers, SearchSpace space, Genome genome, int stage)
    {
        var (filters, kernel) = ((int)genome[SpaceGenes.Channels(stage)], (int)genome[SpaceGenes.Kernel(stage)]);
        var concatenate = space.Options.Concatenation && genome[SpaceGenes.Concatenate(stage)] == 1;
        for (var i = 0; i < (int)genome[SpaceGenes.Convolutions(stage)]; i++)
            layers.Add(new LayerSpec.Convolution(filters, kernel, concatenate: concatenate && layers.Count > 0));
    }

    static TrainingGenes Training(SearchSpace space, Genome genome)
    {
        var loss = space.Options.Losses.Labels[(int)genome[SpaceGenes.Loss]];
        return new TrainingGenes(
            loss == "ce" ? loss : $"{loss}:{(int)genome[SpaceGenes.Margin]}",
            genome[SpaceGenes.TrainingBitErrorRate],
            genome[SpaceGenes.LearningRate]);
    }
}
