using System.Buffers;
using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace BnnMl;

/// <summary>What a saved chain calls back into this assembly for. The names of contracts and columns are a file format: new ones get new numbers.</summary>
static class PackedMappings
{
    internal const string KeyContract = "BnnMl.ConstKey.v1";
    internal const string MulticlassContract = "BnnMl.ApplyMulticlass.v1";
    internal const string BinaryContract = "BnnMl.ApplyBinary.v1";

    /// <summary>Characters of one score in a text of scores: nine digits name a float exactly.</summary>
    internal const int Width = 16;

    internal static void Run(PackedInput row, Span<float> scores)
    {
        var payload = PackedPayload.Of(row.Payload);
        if (row.Features.Length != payload.Scorer.Input.Length)
            throw new InvalidDataException($"Feature column '{payload.FeatureColumn}' has {row.Features.Length} values, but the network reads {payload.Scorer.Input.Length} ({payload.Scorer.Input}).");
        var features = ArrayPool<float>.Shared.Rent(row.Features.Length);
        row.Features.CopyTo(features);
        if (FeatureReader.FirstNaN(features.AsSpan(0, row.Features.Length)) >= 0)
            throw new InvalidDataException($"Feature column '{payload.FeatureColumn}' has a NaN. Put Transforms.ReplaceMissingValues(\"{payload.FeatureColumn}\") before, or drop such rows with Data.FilterRowsByMissingValues.");
        var raw = ArrayPool<float>.Shared.Rent(scores.Length);
        payload.Scorer.Score(features, 1, 0, raw);
        raw.AsSpan(0, scores.Length).CopyTo(scores);
        ArrayPool<float>.Shared.Return(features);
        ArrayPool<float>.Shared.Return(raw);
    }

    internal static string Text(ReadOnlySpan<float> scores)
    {
        var text = new char[scores.Length * Width];
        Array.Fill(text, ' ');
        for (var i = 0; i < scores.Length; i++)
            scores[i].TryFormat(text.AsSpan(i * Width, Width), out _, "E8", CultureInfo.InvariantCulture);
        return new string(text);
    }

    internal sealed class NoColumns;

    internal sealed class KeyColumn
    {
        [ColumnName(HelperColumns.Key)]
        public int Key { get; set; }
    }

    internal sealed class PackedInput
    {
        [ColumnName(HelperColumns.Features)]
        public VBuffer<float> Features { get; set; }

        [ColumnName(HelperColumns.Payload)]
        public ReadOnlyMemory<char> Payload { get; set; }
    }

    internal sealed class MulticlassOutput
    {
        [ColumnName(HelperColumns.Texts)]
        public ReadOnlyMemory<char> Scores { get; set; }

        [ColumnName(HelperColumns.Index)]
        public int Index { get; set; }
    }

    internal sealed class BinaryOutput
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    /// <summary>A column with the same key in every row: what a lookup of constants starts from.</summary>
    [CustomMappingFactoryAttribute(KeyContract)]
    internal sealed class KeyFactory : CustomMappingFactory<NoColumns, KeyColumn>
    {
        public override Action<NoColumns, KeyColumn> GetMapping() => (_, row) => row.Key = 0;
    }

    [CustomMappingFactoryAttribute(MulticlassContract)]
    internal sealed class MulticlassFactory : CustomMappingFactory<PackedInput, MulticlassOutput>
    {
        public override Action<PackedInput, MulticlassOutput> GetMapping() => (input, output) =>
        {
            var payload = PackedPayload.Of(input.Payload);
            Span<float> scores = payload.Scorer.Classes <= 256 ? stackalloc float[payload.Scorer.Classes] : new float[payload.Scorer.Classes];
            Run(input, scores);
            output.Index = Predictor.Best(scores);
            MulticlassScores.Write(scores, payload.Form, payload.Slope);
            output.Scores = Text(scores).AsMemory();
        };
    }

    [CustomMappingFactoryAttribute(BinaryContract)]
    internal sealed class BinaryFactory : CustomMappingFactory<PackedInput, BinaryOutput>
    {
        public override Action<PackedInput, BinaryOutput> GetMapping() => (input, output) =>
        {
            var payload = PackedPayload.Of(input.Payload);
            Span<float> scores = stackalloc float[2];
            Run(input, scores);
            output.Score = BinaryScores.Score(scores);
            output.PredictedLabel = output.Score > 0;
            output.Probability = new BinaryScores(payload.Slope, payload.Offset).Probability(output.Score);
        };
    }
}
