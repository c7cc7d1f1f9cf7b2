using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl;

/// <summary>
/// The transformers before a network as ONNX nodes, as far as the network's features need them: Concatenate, CopyColumns, SelectColumns, DropColumns, the affine
/// normalisations, ReplaceMissingValues and ConvertType to Single. What ML.NET keeps to itself (which column goes where) is read off a row of chosen numbers.
/// </summary>
sealed class FrontGraph
{
    readonly ModelGraph graph;
    readonly ITransformer[] steps;
    readonly DataViewSchema[] schemas; // before each step, and after the last
    readonly Dictionary<string, string> inputs = [];

    internal FrontGraph(ModelGraph graph, IReadOnlyList<ITransformer> steps, DataViewSchema input)
    {
        (this.graph, this.steps) = (graph, [.. steps]);
        schemas = new DataViewSchema[steps.Count + 1];
        schemas[0] = input;
        for (var i = 0; i < steps.Count; i++)
            schemas[i + 1] = steps[i].GetOutputSchema(schemas[i]);
    }

    /// <summary>The value of a column behind the last step, float32 [N, width].</summary>
    /// <exception cref="NotSupportedException">A step on the way can't be expressed; the message names it.</exception>
    internal string Value(string column) => Value(column, steps.Length);

    string Value(string column, int step)
    {
        if (step == 0)
            return Input(column);
        var transformer = steps[step - 1];
        if (Named(schemas[step], column) == Named(schemas[step - 1], column) || transformer is ColumnSelectingTransformer)
            return Value(column, step - 1); // what a transformer replaces stays in the schema, hidden: one more of the name is a new one
        return transformer switch
        {
            ColumnCopyingTransformer => Value(Sources(column, step).Single().Name, step - 1),
            ColumnConcatenatingTransformer => Concatenated(column, step),
            NormalizingTransformer normalizer => Normalized(normalizer, column, step),
            MissingValueReplacingTransformer => WithoutMissing(column, step),
            TypeConvertingTransformer when Item(schemas[step][column]) == NumberDataViewType.Single => Value(Sources(column, step).Single().Name, step - 1),
            _ => throw NotExpressible(column, transformer),
        };
    }

    /// <summary>A column of the input, as Single; an input that nobody needs is not in the file.</summary>
    string Input(string column)
    {
        if (inputs.TryGetValue(column, out var known))
            return known;
        var found = schemas[0][column];
        var type = Type.GetTypeCode(Item(found).RawType) switch
        {
            TypeCode.Single => DataType.Float,
            TypeCode.Double => DataType.Double,
            TypeCode.Int32 => DataType.Int32,
            TypeCode.Int64 => DataType.Int64,
            TypeCode.Boolean => DataType.Bool,
            _ => throw new NotSupportedException($"Input column '{column}' is {found.Type}: the features can be exported from columns of Single, Double, Int32, Int64 and Boolean. Export the network alone with OnnxExporter.Write, or make such columns before the pipeline."),
        };
        var value = graph.Input(column, Width(found), type);
        return inputs[column] = type == DataType.Float ? value : graph.Builder.Cast(value, DataType.Float);
    }

    string Concatenated(string column, int step)
    {
        var sources = Sources(column, step);
        if (sources.Any(source => Item(source) != NumberDataViewType.Single))
            throw NotExpressible(column, steps[step - 1]);
        var number = 0;
        var slots = Probe(column, step, sources, _ => number++);
        sources = [.. sources.OrderBy(source => Array.IndexOf(slots, First(sources, source)))];
        number = 0;
        slots = Probe(column, step, sources, _ => number++);
        var joined = sources.Length == 1
            ? Value(sources[0].Name, step - 1)
            : graph.Builder.Node("Concat", [.. sources.Select(source => Value(source.Name, step - 1))], Onnx.GraphBuilder.Int("axis", 1));
        return slots.Select((slot, i) => slot == i).All(same => same) && slots.Length == number
            ? joined
            : graph.Builder.Node("Gather", [joined, graph.Builder.Longs([.. slots.Select(slot => (long)slot)])], Onnx.GraphBuilder.Int("axis", 1));
    }

    string Normalized(NormalizingTransformer normalizer, string column, int step)
    {
        var source = Sources(column, step).Single();
        var row = Enumerable.Range(1, Width(source)).Select(i => i / 3f).ToArray();
        var normalized = Item(source) == NumberDataViewType.Single ? Probe(column, step, [source], i => row[i]) : throw NotExpressible(column, normalizer);
        var added = schemas[step].Count - schemas[step - 1].Count;
        var (scale, offset) = Enumerable.Range(0, added).Select(index => Affine(normalizer.GetNormalizerModelParameters(index)))
            .FirstOrDefault(line => line.Scale.Length == row.Length && row.Select((x, i) => (x - (line.Offset.IsEmpty ? 0 : line.Offset[i])) * line.Scale[i]).SequenceEqual(normalized));
        if (scale.IsDefaultOrEmpty)
            throw NotExpressible(column, normalizer);
        var value = Value(source.Name, step - 1);
        if (offset.Any(x => x != 0))
            value = graph.Builder.Node("Sub", [value, graph.Builder.Constant(offset.AsSpan(), 1, offset.Length)]);
        return graph.Builder.Node("Mul", [value, graph.Builder.Constant(scale.AsSpan(), 1, scale.Length)]);
    }

    /// <summary>(x − Offset) · Scale per slot; empty for other normalisations, whose columns are then not found among the lines.</summary>
    static (ImmutableArray<float> Scale, ImmutableArray<float> Offset) Affine(NormalizingTransformer.NormalizerModelParametersBase parameters) => parameters switch
    {
        NormalizingTransformer.AffineNormalizerModelParameters<float> one => ([one.Scale], [one.Offset]),
        NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>> many => (many.Scale, many.Offset.IsDefault ? [] : many.Offset),
        _ => ([], []),
    };

    static int Named(DataViewSchema schema, string column) => schema.Count(other => other.Name == column);

    string WithoutMissing(string column, int step)
    {
        var source = Sources(column, step).Single();
        if (Item(source) != NumberDataViewType.Single)
            throw NotExpressible(column, steps[step - 1]);
        var replacement = Probe(column, step, [source], _ => float.NaN);
        var value = Value(source.Name, step - 1);
        return graph.Builder.Node("Where", [graph.Builder.Node("IsNaN", [value]), graph.Builder.Constant<float>(replacement, 1, replacement.Length), value]);
    }

    /// <summary>What the step makes of one row of numbers in its source columns; a step of several columns finds the others too, at 0.</summary>
    float[] Probe(string column, int step, DataViewSchema.Column[] sources, Func<int, float> number)
    {
        var others = schemas[step - 1].Where(other => !other.IsHidden && Item(other) == NumberDataViewType.Single && other.Type is not VectorDataViewType { IsKnownSize: false })
            .Where(other => !sources.Any(source => source.Index == other.Index)).ToArray();
        var values = sources.Select(source => Enumerable.Range(0, Width(source)).Select(number).ToArray()).Concat(others.Select(other => new float[Width(other)]));
        try
        {
            var found = steps[step - 1].Transform(new ProbeView(sources.Concat(others), [.. values]));
            return found.Schema[column].Type is VectorDataViewType ? found.GetColumn<float[]>(column).Single() : [found.GetColumn<float>(column).Single()];
        }
        catch (ArgumentOutOfRangeException)
        {
            throw NotExpressible(column, steps[step - 1]); // it wants columns of other types too
        }
    }

    /// <summary>Place of a source's first value in a row numbered through.</summary>
    static float First(DataViewSchema.Column[] sources, DataViewSchema.Column source) => sources.TakeWhile(other => other.Index != source.Index).Sum(Width);

    DataViewSchema.Column[] Sources(string column, int step) =>
        [.. steps[step - 1].GetRowToRowMapper(schemas[step - 1]).GetDependencies([schemas[step][column]])];

    static DataViewType Item(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;

    static int Width(DataViewSchema.Column column) => column.Type is not VectorDataViewType vector ? 1
        : vector.IsKnownSize ? vector.Size
        : throw new NotSupportedException($"Column '{column.Name}' is {column.Type}: a vector of unknown size can't be exported.");

    static NotSupportedException NotExpressible(string column, ITransformer transformer) => new(
        $"{transformer.GetType().Name}, which makes column '{column}', has no ONNX form here: Concatenate, CopyColumns, SelectColumns, DropColumns, NormalizeMinMax, NormalizeMeanVariance, NormalizeRobustScaling, ReplaceMissingValues and ConvertType to Single have. Do this step before the pipeline, or export the network alone with OnnxExporter.Write and feed it column values.");
}
