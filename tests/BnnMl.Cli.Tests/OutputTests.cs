namespace BnnMl.Cli.Tests;

/// <summary>Outputs that can't be written are found out before any work.</summary>
public sealed class OutputTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_output_below_a_file_is_refused_before_the_data_are_read()
    {
        var file = folder.Write("file", "x");
        foreach (var args in Writers(Path.Combine(file, "out")))
            Assert.Contains(file, ToolRun.IsRefused(args));
        Assert.Equal(["file"], folder.Files);
    }

    [Fact]
    public void An_output_that_is_a_folder_is_refused()
    {
        Directory.CreateDirectory(folder.At("folder"));
        foreach (var args in Writers(folder.At("folder")).Where(args => args[0] != "search"))
            Assert.Contains("is a folder", ToolRun.IsRefused(args));
    }

    [Fact]
    public void A_search_folder_that_is_a_file_is_refused() =>
        Assert.Contains("file", ToolRun.IsRefused("search", "--data", "nowhere", "--out", folder.Write("file", "x")));

    [Fact]
    public void A_device_is_not_replaced() => Assert.Contains("is a device", ToolRun.IsRefused("train", "--data", "nowhere", "--network", "FC8", "--out", "/dev/full"));

    [FactNeeding(Need.FilePermissions)]
    public void A_folder_without_permission_is_refused_before_the_data_are_read()
    {
        var closed = Directory.CreateDirectory(folder.At("closed")).FullName;
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["a-w", closed]))
            chmod.WaitForExit();
        foreach (var args in Writers(Path.Combine(closed, "out")))
            Assert.Contains("can't be written", ToolRun.IsRefused(args));
    }

    [FactNeeding(Need.OwnMounts)]
    public async Task A_disk_that_fills_up_leaves_nothing_half_written_and_keeps_what_was_there()
    {
        var disk = Directory.CreateDirectory(folder.At("disk")).FullName;
        var run = await ChildProcess.OnSmallDisk(disk, kibibytes: 8, "export", model.Model, "--out", $"{disk}/old.onnx");
        Assert.Equal((2, "old.onnx:old\n"), (run.ExitCode, run.Output));
        Assert.StartsWith($"bnnml: {disk}/old.onnx: can't be written (No space left", run.Error);
    }

    string[][] Writers(string output) =>
    [
        ["train", "--data", "nowhere", "--network", "FC8", "--out", output],
        ["search", "--data", "nowhere", "--out", output],
        ["evaluate", model.Model, "--data", "nowhere", "--out", output],
        ["export", model.Model, "--out", output],
    ];
}
