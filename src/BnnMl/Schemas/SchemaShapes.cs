using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>
/// What an estimator promises, taken from what its transformer makes: a <see cref="SchemaShape.Column"/> has no public constructor, but every
/// <see cref="EstimatorChain{T}"/> turns the schema of the data that it is fitted on into shapes and hands them to its estimators.
/// </summary>
static class SchemaShapes
{
    internal static SchemaShape Of(DataViewSchema schema)
    {
        var catcher = new ShapeCatcher();
        _ = new EstimatorChain<ITransformer>().Append(catcher).Fit(new EmptyView(schema));
        return catcher.Shape!;
    }

    /// <summary>The input's columns with these added, or replaced where names are the same.</summary>
    internal static SchemaShape With(this SchemaShape input, IEnumerable<DataViewSchema.DetachedColumn> added)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(added);
        var shapes = Of(builder.ToSchema());
        return new([.. input.Where(column => !shapes.Any(shape => shape.Name == column.Name)), .. shapes]);
    }

    /// <summary>The column, or null.</summary>
    internal static SchemaShape.Column? Find(this SchemaShape shape, string name)
    {
        var column = shape.FirstOrDefault(column => column.Name == name);
        return column.Name is null ? null : column;
    }

    /// <summary>"Vector of Double", "Key of UInt32": a column's type in a user's terms.</summary>
    internal static string Describe(this SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key of {column.ItemType}" : column.ItemType.ToString();
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector of {item}",
            SchemaShape.Column.VectorKind.VariableVector => $"Vector of {item} whose size is not known",
            _ => item!,
        };
    }

    sealed class ShapeCatcher : IEstimator<ITransformer>
    {
        internal SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }
}
