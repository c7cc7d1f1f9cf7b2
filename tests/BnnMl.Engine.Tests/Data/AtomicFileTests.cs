namespace BnnMl.Engine.Tests.Data;

public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryFolder temporary = new();

    string Folder => temporary.Path;

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_file_is_written_whole_into_a_folder_that_is_made()
    {
        var path = Path.Combine(Folder, "a", "b", "m.txt");
        AtomicFile.WriteText(path, "ä");
        Assert.Equal([0xC3, 0xA4], File.ReadAllBytes(path));
        AtomicFile.WriteText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_writer_that_fails_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(Folder, "m.txt");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_disk_that_fills_up_is_named_and_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(Folder, "m.txt");
        File.WriteAllText(path, "old");
        var error = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal($"{path}: can't be written (No space left on device). Free space or give another path.", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_path_that_cannot_hold_a_file_is_named()
    {
        Assert.StartsWith(Folder, Assert.Throws<IOException>(() => AtomicFile.WriteText(Folder, "x")).Message, StringComparison.Ordinal);
        var below = Path.Combine(Folder, "file", "m.txt");
        File.WriteAllText(Path.Combine(Folder, "file"), "not a folder");
        Assert.StartsWith(below, Assert.Throws<IOException>(() => AtomicFile.WriteText(below, "x")).Message, StringComparison.Ordinal);
    }
}
