using BnnMl.Onnx;
using Microsoft.ML;

namespace BnnMl.Tests;

public sealed class MulticlassTrainerContract : EstimatorContract<MulticlassPrediction>
{
    protected override string LabelColumn => "Key";

    protected override string[] FirstAndLast => ["1:", "3:"];

    protected override IEstimator<ITransformer> Create(MLContext context) => context.MulticlassClassification.Trainers.BinarizedNetwork(TinyPipeline.Options);
}

public sealed class BinaryTrainerContract : EstimatorContract<BinaryPrediction>
{
    protected override string LabelColumn => "Truth";

    protected override string[] FirstAndLast => ["False", "True"];

    protected override IEstimator<ITransformer> Create(MLContext context) =>
        context.BinaryClassification.Trainers.BinarizedNetwork(TinyPipeline.Options with { LabelColumnName = "Truth" });
}

public sealed class ApplyPackedNetworkContract : EstimatorContract<MulticlassPrediction>, IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override IEstimator<ITransformer> Create(MLContext context)
    {
        PackedNetworkFile.Write(RandomNetwork.Of("FC8", MapShape.Features(TinyRow.Features), 3, seed: 2), folder["net.bnn"]);
        return context.Transforms.ApplyPackedNetwork(folder["net.bnn"]);
    }
}

public sealed class ApplyOnnxModelWithBitErrorsContract : EstimatorContract<MulticlassPrediction>, IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override bool CanSave => false;

    protected override IEstimator<ITransformer> Create(MLContext context)
    {
        OnnxExporter.WriteFaulty(RandomNetwork.Of("FC8", MapShape.Features(TinyRow.Features), 3, seed: 2), folder["net.onnx"]);
        return context.Transforms.ApplyOnnxModelWithBitErrors(folder["net.onnx"], bitErrorRate: 0.05, activationErrorRate: 0.05, seed: 3);
    }
}
