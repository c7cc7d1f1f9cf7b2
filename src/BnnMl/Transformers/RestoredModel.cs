using Microsoft.ML;
using Microsoft.ML.Data;

namespace BnnMl;

/// <summary>Puts <see cref="PackedNetworkTransformer"/>s back into the place of the chains that they were saved as.</summary>
static class RestoredModel
{
    internal static ITransformer Of(ITransformer model)
    {
        if (model is not TransformerChain<ITransformer> chain)
            return model;
        var parts = chain.ToArray();
        if (PackedForm.PayloadOf(parts) is { } payload)
            return Transformer(chain, payload);
        return new TransformerChain<ITransformer>(parts.Select(Of), parts.Select(part => Scope(chain, part)));
    }

    static PackedNetworkTransformer Transformer(TransformerChain<ITransformer> chain, PackedPayload payload)
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
    static TransformerScope Scope(TransformerChain<ITransformer> chain, ITransformer part)
    {
        var scope = TransformerScope.None;
        foreach (var one in (TransformerScope[])[TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring])
            scope |= chain.GetModelFor(one).Contains(part) ? one : 0;
        return scope;
    }
}
