namespace BnnMl.Engine.Tests;

/// <summary>Random and damaged files: nothing but InvalidDataException, in one line that names the file, and no memory that the file's length does not justify.</summary>
public sealed class DataFuzzTests : IDisposable
{
    const long MostAllocated = 64 << 20;
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", new byte[0])]
    [InlineData("train-images-idx3-ubyte", new byte[] { 0, 0, 8, 3 })]
    [InlineData("train-images-idx3-ubyte", new byte[] { 0, 0, 8, 4, 0, 0 })]
    [InlineData("train-labels-idx1-ubyte", new byte[] { 0, 0, 8, 1 })]
    [InlineData("t10k-images-idx3-ubyte", new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3 })]
    [InlineData("t10k-labels-idx1-ubyte", new byte[] { 0x1F, 0x8B })]
    public void Random_bytes_as_idx(string name, byte[] begin)
    {
        IdxFiles.WriteFolder(folder);
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
            Load(folder.Path, folder.Write(name, [.. begin, .. Bytes(random, random.Next(1_000))]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,2,a\n3,4,b\n")]
    [InlineData("a\tb")]
    [InlineData("label,x\n")]
    [InlineData("#")]
    public void Random_bytes_as_a_table(string begin)
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var path = folder.Write("t.csv", [.. System.Text.Encoding.UTF8.GetBytes(begin), .. Bytes(random, random.Next(2_000))]);
            Load(path, path);
        }
    }

    /// <summary>Of the characters that mean something in a table, so that more than the check for text is reached.</summary>
    [Fact]
    public void Random_text_as_a_table()
    {
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            var path = folder.Write("t.csv", random.GetString("01.e-?,\t; \n\n\"ab#/", random.Next(300)));
            Load(path, path);
        }
    }

    [Fact]
    public void Half_a_million_random_bytes_in_one_file()
    {
        var path = folder.Write("t.csv", Bytes(new Random(4), 500_000));
        Load(path, path);
        IdxFiles.WriteFolder(folder);
        Load(folder.Path, folder.Write("train-images-idx3-ubyte", Bytes(new Random(5), 500_000)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutations_of_valid_idx_files(bool gzip)
    {
        IdxFiles.WriteFolder(folder);
        var random = new Random(6);
        foreach (var path in Directory.GetFiles(folder.Path))
        {
            var valid = gzip ? TemporaryFolder.Gzip(File.ReadAllBytes(path)) : File.ReadAllBytes(path);
            for (var i = 0; i < 300; i++)
            {
                File.WriteAllBytes(path, Mutate(valid, random));
                Load(folder.Path, path);
            }

            File.WriteAllBytes(path, valid);
        }

        DataSource.Load(folder.Path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutations_of_a_valid_table(bool gzip)
    {
        var text = "x,colour,\"y, z\",label\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{(i % 2 == 0 ? "red" : "blue")},-{i}.5e1,{i % 3}\n"));
        var valid = System.Text.Encoding.UTF8.GetBytes(text);
        valid = gzip ? TemporaryFolder.Gzip(valid) : valid;
        DataSource.Load(folder.Write("t.csv", valid));
        var random = new Random(7);
        for (var i = 0; i < 1_500; i++)
        {
            var path = folder.Write("t.csv", Mutate(valid, random));
            Load(path, path);
        }
    }

    /// <summary>Many columns in one line, each of which could become hundreds of features.</summary>
    [Theory]
    [InlineData(",")]
    [InlineData("a,")]
    [InlineData("1\t")]
    [InlineData("\"\";")]
    [InlineData("a ")]
    public void A_million_columns(string column)
    {
        var line = string.Concat(Enumerable.Repeat(column, 1_000_000)) + "b\n";
        var path = folder.Write("t.csv", line + line + line + line.Replace("b\n", "c\n", StringComparison.Ordinal));
        Load(path, path);
    }

    void Load(string location, string damaged)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            DataSource.Load(location);
        }
        catch (InvalidDataException e)
        {
            Assert.Contains(folder.Path, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated + (16 * new FileInfo(damaged).Length));
    }

    static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>One to three of: a byte changed, a bit flipped, a stretch removed, bytes put in, the end cut off.</summary>
    static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (var n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Bytes(random, random.Next(1, 9))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
