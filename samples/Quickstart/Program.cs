using BnnMl;
using BnnMl.Onnx;

// Train a 26 KiB network on images with 5 % of its weights flipped at every step, then see what bit errors cost it.
var data = DataSource.Load(args.Length > 0 ? args[0] : DataSource.DefaultLocation());
var spec = NetworkSpec.Parse("C16-MP2-C32-MP2-FC128", data.Train.Shape, data.Train.Classes);
var encoding = InputEncoding.Fit(data.Train);
var options = new TrainingOptions { Epochs = 2, Seed = 1, BitErrors = BitErrorModel.Symmetric(0.05) };
var trained = new NativeTrainingEngine().Train(spec, encoding, encoding.Encode(data.Train), validation: null, options);

var classifier = new PackedClassifier(trained.Network, encoding.Encode(data.Test));
var curve = ToleranceCurve.Measure(classifier, new ToleranceOptions { BitErrorRates = [0, 0.01, 0.05, 0.1], Chips = 10 });
foreach (var point in curve.Points)
    Console.WriteLine($"BER {point.BitErrorRate,4:P0}: accuracy {point.Mean:P1} ± {point.Sd:P1}");
Console.WriteLine($"{spec}, {spec.Bytes:N0} bytes, tolerates {curve.ToleratedBitErrorRate(points: 5):P1} at 5 points");

PackedNetworkFile.Write(trained.Network, "quickstart.bnn");                // read again by PackedNetworkFile.Read and bnnml
OnnxExporter.Write(trained.Network, "quickstart.onnx");                    // for any ONNX runtime
OnnxExporter.WriteFaulty(trained.Network, "quickstart.faulty.onnx");       // the same, with bit errors on request
