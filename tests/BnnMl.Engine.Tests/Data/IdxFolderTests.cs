namespace BnnMl.Engine.Tests;

public sealed class IdxFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public IdxFolderTests() => IdxFiles.WriteFolder(folder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Four_files_become_a_split_with_the_pixels_as_they_are()
    {
        var split = DataSource.Load(folder.Path);
        Assert.Equal(new MapShape(1, 2, 3), split.Train.Shape);
        Assert.Equal([0, 1, 2, 0, 1, 2], split.Train.Labels.ToArray());
        Assert.Equal([2, 1, 0], split.Test.Labels.ToArray());
        Assert.Equal(["0", "1", "2"], split.Train.ClassNames);
        Assert.Equal(Enumerable.Range(0, 36).Select(i => (float)(byte)(i * 7)), split.Train.Features.ToArray());
        Assert.Equal(InputEncoding.Pixels, InputEncoding.Fit(split.Train));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Images_of_any_length_are_widened_exactly(int width)
    {
        folder.Write("train-images-idx3-ubyte", IdxFiles.Images(6, 1, width));
        folder.Write("t10k-images-idx3-ubyte", IdxFiles.Images(3, 1, width));
        Assert.Equal(Enumerable.Range(0, 6 * width).Select(i => (float)(byte)(i * 7)), DataSource.Load(folder.Path).Train.Features.ToArray());
    }

    [Fact]
    public void Gzip_dots_in_names_and_channels_are_read_too()
    {
        File.Delete(Path.Combine(folder.Path, "train-images-idx3-ubyte"));
        File.Delete(Path.Combine(folder.Path, "t10k-images-idx3-ubyte"));
        folder.Write("train-images.idx4-ubyte.gz", TemporaryFolder.Gzip(IdxFiles.Images(6, 3, 2, 2)));
        folder.Write("test-images-idx4-ubyte", IdxFiles.Images(3, 3, 2, 2));
        Assert.Equal(new MapShape(3, 2, 2), DataSource.Load(folder.Path).Test.Shape);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", 51, "truncated")]
    [InlineData("train-images-idx3-ubyte", 53, "followed by other bytes")]
    [InlineData("train-images-idx3-ubyte", 9, "within the size of dimension 1")]
    [InlineData("train-labels-idx1-ubyte", 0, "within the magic number")]
    [InlineData("t10k-labels-idx1-ubyte", 10, "truncated")]
    public void A_wrong_length_is_named_with_its_file_plain_and_in_gzip(string name, int length, string place)
    {
        var content = File.ReadAllBytes(Path.Combine(folder.Path, name));
        Array.Resize(ref content, length);
        folder.Write(name, content);
        Refused(name, place, "Download");
        folder.Write(name, TemporaryFolder.Gzip(content));
        if (length > 0)
            Refused(name, place, "Download");
    }

    [Fact]
    public void A_wrong_magic_number_is_named() =>
        Replaced("train-images-idx3-ubyte", IdxFiles.Labels(1, 2), "0x00000801", "0x00000803");

    [Fact]
    public void Sizes_of_zero_are_refused() => Replaced("train-images-idx3-ubyte", IdxFiles.Images(6, 0, 3), "dimension 1 (byte 8) is 0");

    [Fact]
    public void Sizes_beyond_any_memory_are_refused() =>
        Replaced("train-images-idx3-ubyte", IdxFiles.Make([int.MaxValue, int.MaxValue, int.MaxValue], []), "2147483647 x 2147483647 x 2147483647");

    [Fact]
    public void More_images_than_labels_are_refused() => Replaced("train-images-idx3-ubyte", IdxFiles.Images(7, 2, 3), "7 images", "6 labels");

    [Fact]
    public void Other_image_sizes_to_test_than_to_train_are_refused() =>
        Replaced("t10k-images-idx3-ubyte", IdxFiles.Images(3, 3, 2), "1x3x2", "1x2x3", "same image size");

    [Fact]
    public void A_test_label_outside_the_classes_is_refused_with_its_place() =>
        Replaced("t10k-labels-idx1-ubyte", IdxFiles.Labels(2, 3, 0), "item 1 (from 0) has label 3", "0…2");

    [Fact]
    public void A_label_far_outside_the_classes_is_refused_with_its_place() =>
        Replaced("train-labels-idx1-ubyte", IdxFiles.Labels(0, 1, 2, 0, 200, 2), "item 4 (from 0) has label 200");

    [Theory]
    [InlineData(10, "those of", "end at 9")] // beside 0…9 without a gap
    [InlineData(11, "no item has label 10")]
    [InlineData(21, "no item has label 10")]
    public void One_wrong_label_beside_ten_classes_makes_no_more_classes(byte wrong, params string[] parts)
    {
        byte[] right = [.. Enumerable.Range(0, 40).Select(i => (byte)(i % 10))];
        folder.Write("train-images-idx3-ubyte", IdxFiles.Images(40, 2, 3));
        folder.Write("t10k-images-idx3-ubyte", IdxFiles.Images(40, 2, 3));
        folder.Write("train-labels-idx1-ubyte", IdxFiles.Labels(right));
        folder.Write("t10k-labels-idx1-ubyte", IdxFiles.Labels(right));
        Assert.Equal(10, DataSource.Load(folder.Path).Train.Classes);
        Replaced("train-labels-idx1-ubyte", IdxFiles.Labels([.. right.Select((label, i) => i == 17 ? wrong : label)]), [$"item 17 (from 0) has label {wrong}", .. parts]);
    }

    [Fact]
    public void More_than_ten_classes_may_count_from_1()
    {
        byte[] letters = [.. Enumerable.Range(0, 52).Select(i => (byte)(1 + (i % 26)))];
        foreach (var part in (string[])["train", "t10k"])
        {
            folder.Write($"{part}-images-idx3-ubyte", IdxFiles.Images(52, 2, 3));
            folder.Write($"{part}-labels-idx1-ubyte", IdxFiles.Labels(letters));
        }

        Assert.Equal(27, DataSource.Load(folder.Path).Train.Classes);
    }

    [Fact]
    public void One_class_only_is_refused() => Replaced("train-labels-idx1-ubyte", IdxFiles.Labels(2, 2, 2, 2, 2, 2), "all 6 labels are 2", "at least two");

    [Fact]
    public void A_changed_byte_within_gzip_data_is_refused()
    {
        var compressed = TemporaryFolder.Gzip(IdxFiles.Images(6, 2, 3));
        compressed[^6] ^= 0x10; // within the checksum
        Replaced("train-images-idx3-ubyte", compressed, "gzip data are damaged");
    }

    [Fact]
    public void Truncated_gzip_data_are_refused() =>
        Replaced("train-images-idx3-ubyte", TemporaryFolder.Gzip(IdxFiles.Images(6, 2, 3))[..^12], "gzip data are truncated");

    [Fact]
    public void Bytes_behind_the_gzip_data_are_refused() =>
        Replaced("train-images-idx3-ubyte", [.. TemporaryFolder.Gzip(IdxFiles.Images(6, 2, 3)), 1, 2, 3, 4, 5], "other bytes follow");

    [Fact]
    public void A_missing_file_is_named_with_what_the_folder_needs()
    {
        File.Delete(Path.Combine(folder.Path, "t10k-labels-idx1-ubyte"));
        var thrown = Assert.Throws<FileNotFoundException>(() => DataSource.Load(folder.Path));
        Assert.Contains("there is no t10k-labels-idx1-ubyte, plain or .gz", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_claims_no_memory_that_the_bytes_do_not_justify()
    {
        folder.Write("train-images-idx3-ubyte", TemporaryFolder.Gzip(IdxFiles.Make([1_000_000, 32, 32], new byte[100])));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("train-images-idx3-ubyte", "truncated");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Gzip_data_that_explode_are_refused_early()
    {
        folder.Write("train-images-idx3-ubyte", TemporaryFolder.Gzip(IdxFiles.Make([100_000, 32, 32], new byte[100_000 * 1024])));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("train-images-idx3-ubyte", "times as many");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    void Replaced(string name, byte[] content, params string[] parts)
    {
        folder.Write(name, content);
        Refused(name, parts);
    }

    void Refused(string name, params string[] parts)
    {
        var message = Assert.Throws<InvalidDataException>(() => DataSource.Load(folder.Path)).Message;
        Assert.StartsWith(Path.Combine(folder.Path, name), message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', message);
    }
}
