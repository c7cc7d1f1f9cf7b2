using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>The columns a training reads, by name.</summary>
/// <param name="Label">As the task's <see cref="ILabelRule"/> wants it.</param>
/// <param name="Features">Vector of Single.</param>
/// <param name="Weight">Single; null where all examples count alike.</param>
sealed record TrainingColumns(string Label, string Features, string? Weight)
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    internal void Check(SchemaShape input, ILabelRule rule)
    {
        FeatureColumn.Check(input, Features);
        rule.Check(input.Find(Label) ?? throw FeatureColumn.Missing(Label, "label", input.Select(column => column.Name), nameof(input)));
        if (Weight is null)
            return;
        var weight = input.Find(Weight) ?? throw FeatureColumn.Missing(Weight, "example weight", input.Select(column => column.Name), nameof(input));
        if (weight.Kind != SchemaShape.Column.VectorKind.Scalar || weight.IsKey || weight.ItemType != NumberDataViewType.Single)
            throw new ArgumentOutOfRangeException(nameof(input), $"Example weight column '{Weight}' is {weight.Describe()}, but Single is needed. Make it with Transforms.Conversion.ConvertType(\"{Weight}\").");
    }
}
