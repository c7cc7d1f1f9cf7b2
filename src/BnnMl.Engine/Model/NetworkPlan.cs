namespace BnnMl;

/// <summary>Places a network's layers one after another; refuses what can't be, naming the layer.</summary>
static class NetworkPlan
{
    internal static IReadOnlyList<PlannedLayer> Of(MapShape input, IReadOnlyList<LayerSpec> layers, int classes)
    {
        var plan = new List<PlannedLayer>();
        var (map, convolutions, dense) = (input, 0, 0);
        for (var i = 0; i < layers.Count; i++)
        {
            var where = $"Layer {i + 1} ({layers[i]})";
            switch (layers[i])
            {
                case LayerSpec.Convolution convolution:
                    if (dense > 0)
                        throw new ArgumentException($"{where}: a convolution can't follow a dense layer. Put it before the first FC.", nameof(layers));
                    var pool = i + 1 < layers.Count && layers[i + 1] is LayerSpec.MaxPool;
                    plan.Add(Convolve(where, plan.Count, ++convolutions, convolution, pool, map));
                    i += pool ? 1 : 0;
                    break;
                case LayerSpec.Dense full:
                    plan.Add(Connect(where, plan.Count, $"fc{++dense}", LayerKind.Dense, map, full.Outputs));
                    break;
                case LayerSpec.MaxPool:
                    throw new ArgumentException($"{where}: max-pooling needs a convolution directly before it. Write for example C64-MP2.", nameof(layers));
                default:
                    throw new ArgumentException($"{where}: unknown kind of layer.", nameof(layers));
            }

            map = plan[^1].Output;
        }

        plan.Add(Connect("The output layer", plan.Count, "output", LayerKind.Output, map, classes));
        return plan;
    }

    static PlannedLayer Convolve(string where, int index, int number, LayerSpec.Convolution spec, bool pool, MapShape input)
    {
        if (spec.Concatenate && index == 0)
            throw new ArgumentException($"{where}: the first layer reads 8-bit inputs, which can't be concatenated to bits. Begin with a plain convolution (C).", nameof(spec));
        var shrink = spec.Valid ? spec.Kernel - 1 : 0;
        if (input.Height <= shrink || input.Width <= shrink)
            throw new ArgumentException($"{where}: its input is {input}, too small for a {spec.Kernel}x{spec.Kernel} kernel without padding. Use padding or fewer pools.", nameof(spec));
        var units = Shape(where, spec.Filters, input.Height - shrink, input.Width - shrink);
        var channels = spec.Filters + (spec.Concatenate ? input.Channels : 0);
        if (pool && (units.Height < 2 || units.Width < 2))
            throw new ArgumentException($"{where}-MP2: pooling would shrink the {units.Height}x{units.Width} map below 1. Remove this MP2 or an earlier one.", nameof(spec));
        return Checked(where, new PlannedLayer
        {
            Index = index,
            Name = $"conv{number}",
            Kind = LayerKind.Convolution,
            Input = input,
            Units = units,
            Output = Shape(where, channels, units.Height / (pool ? 2 : 1), units.Width / (pool ? 2 : 1)),
            Kernel = spec.Kernel,
            Padding = spec.Valid ? 0 : spec.Kernel / 2,
            Pool = pool,
            Concatenate = spec.Concatenate,
        });
    }

    static PlannedLayer Connect(string where, int index, string name, LayerKind kind, MapShape input, int units) => Checked(where, new PlannedLayer
    {
        Index = index,
        Name = name,
        Kind = kind,
        Input = input,
        Units = MapShape.Features(units),
        Output = MapShape.Features(units),
        Kernel = 1,
        Padding = 0,
        Pool = false,
        Concatenate = false,
    });

    /// <summary>Sums stay exact in float32 and in int: ZMax ≤ 2^22, so that 2·ZMax + 2 thresholds and all pre-activations are whole floats; weights fit a file.</summary>
    static PlannedLayer Checked(string where, PlannedLayer layer)
    {
        if ((long)layer.FanIn * layer.InputMagnitude > 1 << 22)
            throw new ArgumentException($"{where}: {layer.FanIn} inputs per unit are too many (at most {(1 << 22) / layer.InputMagnitude} here, so that sums stay exact). Pool or narrow the layers before it.");
        if (layer.WeightBits > 1L << 31)
            throw new ArgumentException($"{where}: {layer.WeightBits:N0} weights are too many (at most {1L << 31:N0}). Narrow it.");
        return layer;
    }

    static MapShape Shape(string where, int channels, int height, int width)
    {
        if ((long)channels * height * width > MapShape.MaxLength)
            throw new ArgumentException($"{where}: its map of {channels}x{height}x{width} has more than {MapShape.MaxLength:N0} values. Narrow or pool it.");
        return new MapShape(channels, height, width);
    }
}
