using BnnMl.Onnx;
using BnnMl.Search;
using Microsoft.ML;

namespace BnnMl;

/// <summary>What an experiment found.</summary>
public sealed class BinarizedNetworkExperimentResult
{
    internal BinarizedNetworkExperimentResult(StudyResult study, Trial winner, PackedNetworkTransformer network, ITransformer model) =>
        (Study, Winner, Training, Network, Model) = (study, winner, network.Training!, network.Model, model);

    /// <summary>Every trial, the objectives, and why the search ended.</summary>
    public StudyResult Study { get; }

    /// <summary>Every trial by number, the failed ones included.</summary>
    public IReadOnlyList<Trial> Trials => Study.Trials;

    /// <summary>The trials that no other dominates in clean error, tolerated bit error rate and bytes.</summary>
    public IReadOnlyList<Trial> Front => Study.Front;

    /// <summary>Of the front, in [0, 1].</summary>
    public double Hypervolume => Study.Hypervolume;

    /// <summary>The trial that the settings' rule chose. Its numbers are those of its short training; <see cref="Network"/> was trained in full since.</summary>
    public Trial Winner { get; }

    /// <summary>The winner's full training.</summary>
    public TrainingResult Training { get; }

    /// <summary>The winner, trained in full.</summary>
    public PackedNetwork Network { get; }

    /// <summary>The winner as a part of a pipeline: from the feature column to Score and PredictedLabel.</summary>
    public ITransformer Model { get; }

    /// <summary>Writes the winner's network as a standard ONNX file: from the features as the network reads them, without a preFeaturizer and without fitted probabilities, which ml.Model.ExportToOnnx of <see cref="Model"/> has.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void ExportOnnx(string path) => OnnxExporter.Write(Network, path);

    /// <summary>Writes the winner as an ONNX file whose inputs set the rates of the bit errors it simulates.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void ExportOnnxWithBitErrors(string path) => OnnxExporter.WriteFaulty(Network, path);

    /// <summary>Writes the winner as a .bnn file.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void ExportPacked(string path) => PackedNetworkFile.Write(Network, path);

    /// <summary>Writes the search as one HTML page that needs no network.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void ExportReport(string path, string title = "Architecture search") => StudyReport.Write(path, Study, title);

    /// <summary>Writes the front as a table; see <see cref="FrontCsv"/>.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void ExportFront(string path) => FrontCsv.Write(path, Study);
}
