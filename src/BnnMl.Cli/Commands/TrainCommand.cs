using System.CommandLine;
using BnnMl.Cli.Options;
using BnnMl.Cli.Output;

namespace BnnMl.Cli.Commands;

/// <summary>`bnnml train`: from data to a model file.</summary>
static class TrainCommand
{
    internal static ToolCommand Create()
    {
        var (data, training, output) = (new DataOptions(), new TrainingOptionSet(), SharedOptions.Out("model.bnn", "The model file to write."));
        var network = new Option<string>("--network") { HelpName = "C32-MP2-C64-MP2-FC128", Description = "Layers: C64, C64k5, C64v (no padding), D16 (concatenated), MP2, FC2048, joined by '-'; or FC, VGG3, VGG7, CNV.", Required = true };
        var latent = new Option<string?>("--latent") { HelpName = "FILE", Description = "Keep the latent weights too (safetensors), for --warm-start." };
        var command = new ToolCommand("train", "Trains a binarized network and writes it as a model file.",
            "bnnml train --data synthetic --network C16-MP2-C32-MP2-FC128 --epochs 2 --out m.bnn",
            "bnnml train --data \"$(bash eng/fashion-mnist)\" --network VGG3 --loss mhl:128 --train-ber 10% --budget 5m --out vgg3.bnn --json",
            "bnnml train --data YOUR.csv --label-column NAME --network FC256-FC256 --out table.bnn") { network, output, latent };
        data.AddTo(command);
        training.AddTo(command);
        return command.Runs((parse, terminal, cancel) =>
        {
            var files = new TrainFiles(parse.GetRequiredValue(output), parse.GetValue(latent));
            files.Check(path => data.CheckNotWritten(parse, path));
            return Run(new TrainRequest(parse.GetRequiredValue(network), training.Engine(parse), training.Read(parse), training.Validation(parse), files, training.MissingCheckpoint(parse), () => data.Load(parse)), terminal, cancel);
        });
    }

    static int Run(TrainRequest request, Terminal terminal, CancellationToken cancel)
    {
        request.Files.CheckCheckpoint(request.Options.CheckpointPath);
        request.Options.Validate();
        var split = request.Load();
        var spec = NetworkSpec.Parse(request.Network, split.Train.Shape, split.Train.Classes);
        var encoding = InputEncoding.Fit(split.Train);
        terminal.Line($"{spec.Notation()}: {Shown.Whole(spec.WeightBits)} weight bits, {Shown.Bytes(spec.Bytes)}; {Shown.Whole(split.Train.Count)} training and {Shown.Whole(split.Test.Count)} test samples of {split.Train.Shape}, {spec.Classes} classes");
        if (request.MissingCheckpoint is { } missing)
            terminal.Line($"--resume: there is no checkpoint at {missing}; training starts anew");
        var result = terminal.Track("training", tracker => Train(request.Engine, spec, encoding, split.Train, request, new TrackedTraining(tracker), cancel));
        var network = ModelOrigin.Attach(result.Network, split.Train);
        var classifier = new PackedClassifier(network, encoding.Encode(split.Test, cancel), request.Options.Threads);
        var accuracy = classifier.Accuracy(null, default, cancel);
        PackedNetworkFile.Write(network, request.Files.Model);
        if (request.Files.Latent is { } latent)
            result.Latent.Save(latent);
        if (request.Options.CheckpointPath is { } checkpoint)
            File.Delete(checkpoint); // it is done
        LearningCurveView.Show(result, terminal);
        terminal.Line($"{request.Files.Model}: test accuracy {Shown.Percent(accuracy)} after {Length(result)} in {Shown.Time(result.Elapsed)}; {Shown.Whole(spec.Bytes)} bytes of parameters");
        terminal.Json(json =>
        {
            json.WriteString("network", spec.ToString());
            json.WriteString("engine", request.Engine.Name);
            json.WriteNumber("test_accuracy", accuracy);
            json.WriteNumber("epochs", result.Epochs);
            json.WriteNumber("best_epoch", result.BestEpoch);
            json.WriteNumber("steps", result.Steps);
            json.WriteNumber("seconds", result.Elapsed.TotalSeconds);
            json.WriteNumber("bytes", spec.Bytes);
            json.WriteNumber("weight_bits", spec.WeightBits);
            json.WriteString("file", request.Files.Model);
        });
        return ExitCode.Success;
    }

    static string Length(TrainingResult result) =>
        $"{Shown.Epochs(result)}{(result.BestEpoch < result.Epochs ? $" (the best was {EpochText.Of(result.BestEpoch, result.Epochs / result.Steps)})" : "")}";

    static TrainingResult Train(ITrainingEngine engine, NetworkSpec spec, InputEncoding encoding, Dataset data, TrainRequest request, TrackedTraining progress, CancellationToken cancel)
    {
        var parts = request.Validation is { } share ? data.Split(share, request.Options.Seed) : null;
        try
        {
            return engine.Train(spec, encoding, encoding.Encode(parts?.Train ?? data, cancel), parts is null ? null : encoding.Encode(parts.Test, cancel), request.Options, progress, cancel);
        }
        catch (OperationCanceledException) when (File.Exists(request.Options.CheckpointPath))
        {
            throw new OperationCanceledException($"stopped; add --resume to the same command to go on from {request.Options.CheckpointPath}.");
        }
    }

    sealed record TrainRequest(string Network, ITrainingEngine Engine, TrainingOptions Options, double? Validation, TrainFiles Files, string? MissingCheckpoint, Func<DataSplit> Load);
}
