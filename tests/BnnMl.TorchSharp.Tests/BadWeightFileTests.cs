using System.Text;

namespace BnnMl.TorchSharp.Tests;

/// <summary>Files of weights that can't be imported; libtorch is not needed to say so.</summary>
public sealed class BadWeightFileTests : IDisposable
{
    static readonly NetworkSpec Spec = NetworkSpec.Parse("C2-FC3", new(1, 4, 4), 2);

    readonly string path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_whole_file_is_imported()
    {
        Write(Tensors());
        Assert.Empty(PyTorchWeights.Import(path, Spec).Differences);
    }

    [Fact]
    public void Every_missing_tensor_is_named_with_its_shape()
    {
        foreach (var name in Tensors().Keys)
        {
            var tensors = Tensors();
            var shape = tensors[name].ShapeText;
            tensors.Remove(name);
            Write(tensors);
            Assert.StartsWith($"{path}: {name} {shape} is missing. The file has ", Refused(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_tensor_of_another_shape_is_named_with_both_shapes()
    {
        foreach (var (name, tensor) in Tensors())
        {
            var tensors = Tensors();
            tensors[name] = new([.. tensor.Shape, 2], [.. tensor.Values, .. tensor.Values]);
            Write(tensors);
            Assert.Equal($"{path}: {name} is {tensors[name].ShapeText}, but the architecture needs {tensor.ShapeText}.", Refused());
        }
    }

    [Fact]
    public void Every_value_that_is_not_finite_is_named()
    {
        foreach (var name in Tensors().Keys)
        {
            var tensors = Tensors();
            tensors[name].Values[^1] = float.NaN;
            Write(tensors);
            Assert.StartsWith($"{path}: value {tensors[name].Values.Length - 1} of {name} is NaN", Refused(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bn1.running_var", -1f, "value 0 of bn1.running_var is -1")]
    [InlineData("bn2.weight", float.MaxValue, "unit 0 of bn2")]
    public void A_value_that_can_not_be_is_named(string name, float value, string message)
    {
        var tensors = Tensors();
        tensors[name].Values[0] = value;
        tensors["bn2.running_var"].Values[0] = 1e-4f;
        Write(tensors);
        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scale_of_many_numbers_is_refused()
    {
        var tensors = Tensors();
        tensors["scale"] = new([2], [1, 2]);
        Write(tensors);
        Assert.Contains("scale is [2], but one finite number is needed", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_torch_save_is_told_how_to_convert()
    {
        File.WriteAllBytes(path, "PK\u0003\u0004whatever follows"u8.ToArray());
        Assert.Contains("safetensors.torch.save_file", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_or_of_another_kind_is_refused()
    {
        var whole = TorchSharpFile();
        for (var length = 0; length < whole.Length; length += 5)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.StartsWith(path, Refused(), StringComparison.Ordinal);
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Contains("1 bytes follow", Refused(), StringComparison.Ordinal);
        File.WriteAllText(path, "a text, which is neither");
        Assert.Contains("neither a safetensors file nor one of TorchSharp's", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_never_crash_the_reader()
    {
        var (whole, random) = (TorchSharpFile(), new Random(1));
        for (var i = 0; i < 500; i++)
        {
            var damaged = whole.ToArray();
            for (var n = 0; n <= i % 3; n++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged);
            try
            {
                PyTorchWeights.Import(path, Spec);
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Concatenating_networks_and_options_out_of_range_are_refused()
    {
        Write(Tensors());
        Assert.Contains("concatenates", Assert.Throws<ArgumentException>(() => PyTorchWeights.Import(path, NetworkSpec.Parse("C2-D2", Spec.Input, 2))).Message, StringComparison.Ordinal);
        foreach (var options in (PyTorchImportOptions[])[new() { InputScale = 0 }, new() { InputScale = double.NaN }, new() { InputOffset = double.PositiveInfinity }, new() { Epsilon = -1 }])
            Assert.StartsWith("PyTorchImportOptions.", Assert.Throws<ArgumentException>(() => PyTorchWeights.Import(path, Spec, options)).Message, StringComparison.Ordinal);
    }

    string Refused() => Assert.Throws<InvalidDataException>(() => PyTorchWeights.Import(path, Spec)).Message;

    static Dictionary<string, FloatTensor> Tensors()
    {
        var random = new Random(1);
        FloatTensor Make(params int[] shape) => new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, axis) => product * axis)).Select(_ => random.NextSingle() + 0.1f)]);
        var tensors = new Dictionary<string, FloatTensor> { ["conv1.weight"] = Make(2, 1, 3, 3), ["fc1.weight"] = Make(3, 32), ["fc2.weight"] = Make(2, 3) };
        foreach (var (norm, units) in ((string, int)[])[("bn1", 2), ("bn2", 3)])
            foreach (var part in (string[])["weight", "bias", "running_mean", "running_var"])
                tensors[$"{norm}.{part}"] = Make(units);
        return tensors;
    }

    void Write(Dictionary<string, FloatTensor> tensors) => SafetensorsFile.Write(path, tensors, new Dictionary<string, string>());

    /// <summary>As TorchSharp's Module.save writes them, with a counter of batches between.</summary>
    static byte[] TorchSharpFile()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        var tensors = Tensors();
        writer.Write7BitEncodedInt64(tensors.Count + 1);
        foreach (var (name, tensor) in tensors)
        {
            writer.Write(name);
            writer.Write7BitEncodedInt64(6);
            writer.Write7BitEncodedInt64(tensor.Shape.Length);
            foreach (var axis in tensor.Shape)
                writer.Write7BitEncodedInt64(axis);
            foreach (var value in tensor.Values)
                writer.Write(value);
        }

        writer.Write("bn1.num_batches_tracked");
        writer.Write7BitEncodedInt64(4);
        writer.Write7BitEncodedInt64(0);
        writer.Write(7L);
        return memory.ToArray();
    }
}
