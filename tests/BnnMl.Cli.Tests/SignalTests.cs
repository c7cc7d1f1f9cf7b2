namespace BnnMl.Cli.Tests;

public sealed class SignalTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_training_with_130_and_no_file(string signal)
    {
        var data = TinyImages.WriteTo(folder.At("data"));
        var before = folder.Files;
        using var process = ChildProcess.Start("train", "--data", data, "--network", "C16-MP2-FC64", "--epochs", "100000", "--out", folder.At("m.bnn"));
        await ChildProcess.Line(process, "C16-MP2-FC64");
        await ChildProcess.Signal(process, signal);
        var run = await ChildProcess.Ended(process);
        Assert.Equal((130, "bnnml: stopped; nothing was written.\n"), (run.ExitCode, run.Error));
        Assert.Equal(before, folder.Files);
    }

    [Fact]
    public async Task A_stopped_training_goes_on_from_its_checkpoint_to_the_same_network()
    {
        string[] train = ["train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "C8-MP2-FC16", "--epochs", "150", "--seed", "3"];
        var straight = ToolRun.Succeeds([.. train, "--out", folder.At("straight.bnn")]);
        string[] stopped = [.. train, "--checkpoint", folder.At("c.checkpoint"), "--out", folder.At("resumed.bnn")];
        using (var process = ChildProcess.Start(stopped))
        {
            await ChildProcess.Line(process, "C8-MP2-FC16");
            while (!File.Exists(folder.At("c.checkpoint")))
                await Task.Delay(20);
            await ChildProcess.Signal(process, "INT");
            Assert.Equal(130, (await ChildProcess.Ended(process)).ExitCode);
        }

        Assert.DoesNotContain("resumed.bnn", folder.Files);
        var resumed = ToolRun.Succeeds([.. stopped, "--resume"]);
        Assert.Equal(straight.GetProperty("test_accuracy").GetDouble(), resumed.GetProperty("test_accuracy").GetDouble());
        Assert.Equal(Weights("straight.bnn"), Weights("resumed.bnn"));
    }

    [Fact]
    public async Task A_killed_search_goes_on_where_it_was()
    {
        string[] search = ["search", "--data", TinyImages.WriteTo(folder.At("data")), "--workers", "2", "--max-macs", "200000", "--trial-samples", "200", "--trial-epochs", "2", "--trials", "6"];
        ToolRun.Succeeds([.. search, "--out", folder.At("straight")]);
        using (var process = ChildProcess.Start([.. search, "--out", folder.At("killed")]))
        {
            await ChildProcess.Line(process, "trial ");
            process.Kill();
            await process.WaitForExitAsync();
        }

        var run = ToolRun.Of([.. search, "--out", folder.At("killed")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(run.Output.Split('\n').Count(line => line.StartsWith("trial ", StringComparison.Ordinal)), 1, 5);
        Assert.Equal(File.ReadAllText(folder.At("straight/front.csv")), File.ReadAllText(folder.At("killed/front.csv")));
        Assert.DoesNotContain(folder.Files, file => file.EndsWith(".tmp", StringComparison.Ordinal) || file.EndsWith(".checkpoint", StringComparison.Ordinal));
    }

    ulong[] Weights(string name) => [.. PackedNetworkFile.Read(folder.At(name)).Layers.SelectMany(layer => layer.Weights.ToArray())];
}
