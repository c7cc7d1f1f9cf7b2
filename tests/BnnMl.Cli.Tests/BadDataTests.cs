namespace BnnMl.Cli.Tests;

/// <summary>Bad data: exit code 2 and one line that names the file; nothing is written.</summary>
public sealed class BadDataTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_idx_files_is_refused() => Refused(Directory.CreateDirectory(folder.At("data")).FullName, folder.At("data"));

    [Fact]
    public void Data_that_are_nowhere_are_refused() => Refused(folder.At("nowhere"), folder.At("nowhere"));

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public void A_truncated_idx_file_is_refused(string name) => Damaged(zipped: false, name, bytes => bytes[..(bytes.Length / 2)]);

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte")]
    public void An_idx_file_with_a_wrong_header_is_refused(string name) => Damaged(zipped: false, name, bytes => [9, 9, 9, 9, .. bytes[4..]]);

    [Fact]
    public void An_idx_file_that_claims_more_than_it_has_is_refused() => Damaged(zipped: false, "train-images-idx3-ubyte", bytes => [.. bytes[..4], 0x7F, 0xFF, 0xFF, 0xFF, .. bytes[8..]]);

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz")]
    [InlineData("t10k-images-idx3-ubyte.gz")]
    public void A_truncated_gz_file_is_refused(string name) => Damaged(zipped: true, name, bytes => bytes[..(bytes.Length / 2)]);

    [Fact]
    public void A_corrupt_gz_file_is_refused() => Damaged(zipped: true, "train-images-idx3-ubyte.gz", bytes =>
    {
        for (var i = bytes.Length / 3; i < bytes.Length / 3 * 2; i++)
            bytes[i] ^= 0x5A;
        return bytes;
    });

    [Fact]
    public void Labels_outside_the_classes_or_of_another_number_are_refused()
    {
        Damaged(zipped: false, "train-labels-idx1-ubyte", bytes => bytes[..^1]);
        Damaged(zipped: false, "t10k-labels-idx1-ubyte", bytes => [.. bytes[..^1], 77]);
    }

    [Fact]
    public void Test_images_of_another_size_are_refused() =>
        Damaged(zipped: false, "t10k-images-idx3-ubyte", bytes => [.. bytes[..8], 0, 0, 0, 4, 0, 0, 0, 16, .. bytes[16..]]);

    [Fact]
    public void One_class_only_is_refused() => Damaged(zipped: false, "train-labels-idx1-ubyte", bytes => [.. bytes[..8], .. new byte[bytes.Length - 8]]);

    [Fact]
    public void Files_without_rows_are_refused()
    {
        var data = TinyImages.WriteTo(folder.At("data"));
        File.WriteAllBytes(Path.Combine(data, "train-images-idx3-ubyte"), TinyImages.Images(0, 1));
        File.WriteAllBytes(Path.Combine(data, "train-labels-idx1-ubyte"), TinyImages.Labels(0));
        Refused(data, "train-");
    }

    [Theory]
    [InlineData("a,b,kind\n", "t.csv")]
    [InlineData("", "t.csv")]
    [InlineData("a,b,kind\n1,2,x\n1,NaN,y\n", "NaN")]
    [InlineData("a,b,kind\n1,2,x\n1,inf,y\n", "inf")]
    [InlineData("a,b,kind\n1,2,x\n1,y\n", "t.csv")]
    [InlineData("a,b,kind\n1,2,x\n1,2,x\n3,4,x\n", "two classes")]
    [InlineData("a,b,kind\n1,2,x\n\"1,2,x\n", "t.csv")]
    [InlineData("a,b,other\n1,2,x\n1,3,y\n", "kind")]
    public void A_table_that_can_not_be_read_is_refused(string text, string expected) => Refused(folder.Write("t.csv", text), expected, "--label-column", "kind");

    void Damaged(bool zipped, string name, Func<byte[], byte[]> change)
    {
        var data = TinyImages.WriteTo(folder.At($"data-{Guid.NewGuid():N}"), zipped: zipped);
        var path = Path.Combine(data, name);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
        Refused(data, name);
    }

    void Refused(string data, string expected, params string[] more)
    {
        foreach (var command in new string[][] { ["train", "--network", "FC8", "--epochs", "1", "--out", folder.At("m.bnn")], ["search", "--trials", "1", "--out", folder.At("run")] })
            Assert.Contains(expected, ToolRun.IsRefused([.. command, "--data", data, .. more]));
        Assert.DoesNotContain(folder.Files, file => file.StartsWith("m.bnn", StringComparison.Ordinal) || file.StartsWith("run", StringComparison.Ordinal));
    }
}
