using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Puts <see cref="PackedNetworkTransformer"/>s back into the place of the chains that they were saved as.</summary>
static class RestoredModel
{
    internal static ITransformer Of(ITransformer model)
    {
        if (model is not IEnumerable<ITransformer> chain)
            return model;
        var parts = chain.ToArray();
        if (PackedForm.PayloadOf(parts) is not { } payload)
            return new TransformerChain<ITransformer>(parts.Select(Of), parts.Select(part => Scope(model, part)));
        var behind = parts[PackedForm.Length(payload)..]; // what was appended to a network that was saved alone
        var network = Transformer(new TransformerChain<ITransformer>(parts[..^behind.Length]), payload);
        return behind.Length == 0 ? network : new TransformerChain<ITransformer>([network, .. behind.Select(Of)], [TransformerScope.Everything, .. behind.Select(part => Scope(model, part))]);
    }

    static PackedNetworkTransformer Transformer(ITransformer chain, PackedPayload payload)
    {
        var network = payload.Read();
        if (payload.Binary)
            return new(network, payload.FeatureColumn, null, new BinaryScores(payload.Slope, payload.Offset), SaveAs.Packed);
        var label = chain.GetOutputSchema(PackedForm.FeatureSchema(payload.FeatureColumn, network.Spec.Input.Length))[payload.LabelColumn];
        var keys = KeyValues.Of(label, network.Spec.Classes);
        var names = ClassNames.Numbered(network.Spec.Classes) with { Keys = keys };
        if (keys is not null)
            names = names with { Texts = keys.Texts };
        return new(network, payload.FeatureColumn, null, new MulticlassScores(names, payload.Form, payload.Slope, payload.ScoreColumn, payload.LabelColumn), SaveAs.Packed);
    }

    /// <summary>When a part of a chain is used; a chain tells only which parts it uses when.</summary>
    static TransformerScope Scope(ITransformer chain, ITransformer part)
    {
        var used = chain.GetType().GetMethod("GetModelFor") ?? throw new NotSupportedException($"{chain.GetType().Name} is a chain of another kind than ML.NET's TransformerChain.");
        var scope = TransformerScope.None;
        foreach (var one in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
            scope |= ((IEnumerable<ITransformer>)used.Invoke(chain, [one])!).Contains(part) ? one : 0;
        return scope;
    }
}
