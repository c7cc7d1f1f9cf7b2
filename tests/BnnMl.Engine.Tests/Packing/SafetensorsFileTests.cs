using System.Buffers.Binary;
using System.Text;

namespace BnnMl.Engine.Tests.Packing;

public sealed class SafetensorsFileTests : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), $"bnnml-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Reads_what_it_wrote()
    {
        var written = new Dictionary<string, FloatTensor> { ["b.weight"] = new([2, 3], [1, -2, 3.5f, float.NaN, 0, -0f]), ["a"] = new([], [7]) };
        SafetensorsFile.Write(path, written, new Dictionary<string, string> { ["who"] = "me \"too\"" });
        var (tensors, metadata) = SafetensorsFile.Read(path);
        Assert.Equal("me \"too\"", metadata["who"]);
        Assert.Equal(["a", "b.weight"], tensors.Keys.Order());
        Assert.Equal([2, 3], tensors["b.weight"].Shape);
        Assert.Equal(written["b.weight"].Values, tensors["b.weight"].Values);
        Assert.Equal([7f], tensors["a"].Values);
    }

    [Fact]
    public void Halves_doubles_and_brain_floats_become_floats_and_other_types_are_passed_over()
    {
        Span<byte> data = stackalloc byte[20];
        BinaryPrimitives.WriteDoubleLittleEndian(data, -1.5);
        BinaryPrimitives.WriteHalfLittleEndian(data[8..], (Half)0.25f);
        BinaryPrimitives.WriteUInt16LittleEndian(data[10..], 0xC040); // −3 as bfloat16
        Write("""{"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[1],"data_offsets":[8,10]},"b":{"dtype":"BF16","shape":[1,1],"data_offsets":[10,12]},"n":{"dtype":"I64","shape":[1],"data_offsets":[12,20]}}""", data);
        var tensors = SafetensorsFile.Read(path).Tensors;
        Assert.Equal((-1.5f, 0.25f, -3f, 3), (tensors["d"].Values[0], tensors["h"].Values[0], tensors["b"].Values[0], tensors.Count));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "a: 2 values of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", "a: 1 values of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "a: 4 values of F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "axis of length -1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", "header")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", "header")]
    [InlineData("""{"a":7}""", "header")]
    [InlineData("""{"a":""", "header")]
    public void A_header_that_can_not_be_is_refused(string header, string part)
    {
        Write(header, stackalloc byte[8]);
        var thrown = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path));
        Assert.StartsWith(path, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_is_an_exception_of_bad_content_or_still_a_file()
    {
        LatentNetwork.Initial(NetworkSpec.Parse("C3-MP2-FC5", new MapShape(1, 6, 6), 2), 1).Save(path);
        var (whole, random) = (File.ReadAllBytes(path), new Random(1));
        for (var i = 0; i < 500; i++)
        {
            var bytes = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (bytes.Length > 0)
                bytes[random.Next(Math.Min(bytes.Length, 900))] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
            try
            {
                LatentNetwork.Load(path);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    void Write(string header, ReadOnlySpan<byte> data)
    {
        using var stream = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, Encoding.UTF8.GetByteCount(header));
        stream.Write(length);
        stream.Write(Encoding.UTF8.GetBytes(header));
        stream.Write(data);
    }
}
