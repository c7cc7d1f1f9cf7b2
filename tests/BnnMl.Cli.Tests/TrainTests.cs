namespace BnnMl.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Patience_keeps_the_best_epoch_and_latent_weights_start_another_training()
    {
        string[] shared = ["train", "--data", TinyTable.WriteTo(folder.At("t.csv"), rows: 200), "--network", "FC16", "--batch-size", "16"];
        var json = ToolRun.Succeeds([.. shared, "--epochs", "60", "--patience", "3", "--out", folder.At("m.bnn"), "--latent", folder.At("m.safetensors")]);
        Assert.True(json.GetProperty("best_epoch").GetDouble() <= json.GetProperty("epochs").GetDouble());
        var warm = ToolRun.Succeeds([.. shared, "--epochs", "1", "--learning-rate", "1e-9", "--warm-start", folder.At("m.safetensors"), "--out", folder.At("w.bnn")]);
        Assert.InRange(warm.GetProperty("test_accuracy").GetDouble(), json.GetProperty("test_accuracy").GetDouble() - 0.1, 1);
        Assert.Contains("same architecture", ToolRun.IsRefused("train", "--data", folder.At("t.csv"), "--network", "FC9", "--warm-start", folder.At("m.safetensors"), "--out", folder.At("x.bnn")), StringComparison.Ordinal);
        Assert.Contains("safetensors", ToolRun.IsRefused([.. shared, "--warm-start", folder.At("t.csv"), "--out", folder.At("x.bnn")]), StringComparison.Ordinal);
        Assert.Contains("--patience", ToolRun.IsRefused([.. shared, "--validation", "0.2", "--out", folder.At("x.bnn")]), StringComparison.Ordinal);
        Assert.Contains("another name", ToolRun.IsRefused([.. shared, "--latent", folder.At("x.bnn"), "--out", folder.At("x.bnn")]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_is_recorded_and_a_device_needs_the_engine_that_has_one()
    {
        string[] shared = ["train", "--data", TinyTable.WriteTo(folder.At("t.csv"), rows: 60), "--network", "FC8", "--epochs", "1", "--out", folder.At("m.bnn")];
        Assert.Equal("native", ToolRun.Succeeds([.. shared, "--engine", "native"]).GetProperty("engine").GetString());
        Assert.Contains("--engine torchsharp", ToolRun.IsRefused([.. shared, "--device", "cpu"]), StringComparison.Ordinal);
        Assert.Contains("auto, native, torchsharp", ToolRun.IsRefused([.. shared, "--engine", "jax"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_that_is_not_in_this_build_names_the_package_and_the_way()
    {
        var line = ToolRun.IsRefused("train", "--data", "synthetic", "--network", "FC8", "--engine", "torchsharp", "--out", folder.At("m.bnn"));
        Assert.Contains("TorchSharp-cpu", line, StringComparison.Ordinal);
        Assert.Contains("BNNML_LIBTORCH=1", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 600);
    }

    [Fact]
    public void Rows_that_were_trained_on_are_no_test()
    {
        var table = TinyTable.WriteTo(folder.At("t.csv"), rows: 60);
        ToolRun.Succeeds("train", "--data", table, "--network", "FC8", "--epochs", "1", "--data-seed", "3", "--out", folder.At("m.bnn"));
        ToolRun.Succeeds("evaluate", folder.At("m.bnn"), "--data", table, "--data-seed", "3", "--ber", "0");
        Assert.Contains("--data-seed", ToolRun.IsRefused("evaluate", folder.At("m.bnn"), "--data", table, "--ber", "0"), StringComparison.Ordinal);
        ToolRun.Succeeds("evaluate", folder.At("m.bnn"), "--data", table, "--test-data", TinyTable.WriteTo(folder.At("other.csv"), rows: 40), "--ber", "0");
    }

    [Fact]
    public void Training_on_idx_files_writes_a_model_and_says_what_it_is()
    {
        var json = ToolRun.Succeeds("train", "--data", TinyImages.WriteTo(folder.At("data"), zipped: true), "--network", "C16-MP2-FC32", "--epochs", "8", "--batch-size", "16", "--out", folder.At("m.bnn"));
        Assert.InRange(json.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(8, json.GetProperty("epochs").GetDouble(), 0.1);
        Assert.True(json.GetProperty("seconds").GetDouble() > 0);
        var spec = NetworkSpec.Parse("C16-MP2-FC32", new(1, 8, 8), 3);
        Assert.Equal((spec.Bytes, spec.WeightBits), (json.GetProperty("bytes").GetInt64(), json.GetProperty("weight_bits").GetInt64()));
        Assert.Contains("m.bnn", folder.Files);
    }

    [Fact]
    public void Training_on_a_table_uses_the_label_column()
    {
        var json = ToolRun.Succeeds("train", "--data", TinyTable.WriteTo(folder.At("t.csv")), "--label-column", "kind", "--network", "FC64", "--epochs", "15", "--batch-size", "16", "--out", folder.At("m.bnn"));
        Assert.InRange(json.GetProperty("test_accuracy").GetDouble(), 0.75, 1);
        var model = ToolRun.Succeeds("inspect", folder.At("m.bnn"));
        Assert.Equal("""["cold","warm"]""", model.GetProperty("metadata").GetProperty("class_names").GetString());
    }

    [Fact]
    public void A_budget_is_kept_and_its_epochs_are_recorded()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var json = ToolRun.Succeeds("train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "C8-MP2-FC16", "--budget", "2s", "--out", folder.At("m.bnn"));
        Assert.InRange(json.GetProperty("seconds").GetDouble(), 0.2, 4);
        Assert.True(json.GetProperty("epochs").GetDouble() > 1);
        Assert.True(clock.Elapsed.TotalSeconds < 15, $"{clock.Elapsed}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_for_any_number_of_threads()
    {
        var data = TinyImages.WriteTo(folder.At("data"));
        byte[] Model(string threads, string name)
        {
            ToolRun.Succeeds("train", "--data", data, "--network", "C8-MP2-FC16", "--epochs", "1", "--seed", "5", "--threads", threads, "--out", folder.At(name));
            var network = PackedNetworkFile.Read(folder.At(name));
            return [.. network.Layers.SelectMany(layer => layer.Weights.ToArray()).SelectMany(BitConverter.GetBytes)];
        }

        Assert.Equal(Model("1", "a.bnn"), Model("3", "b.bnn"));
    }

    [Fact]
    public void A_checkpoint_is_not_overwritten_by_accident()
    {
        var checkpoint = folder.Write("c.checkpoint", "something");
        Assert.Contains("--resume", ToolRun.IsRefused("train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "FC8", "--epochs", "1", "--checkpoint", checkpoint, "--out", folder.At("m.bnn")));
    }

    [Fact]
    public void Resuming_where_there_is_no_checkpoint_says_that_training_starts_anew()
    {
        var checkpoint = folder.At("c.checkpoint");
        var run = ToolRun.Of("train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "FC8", "--epochs", "1", "--checkpoint", checkpoint, "--resume", "--out", folder.At("m.bnn"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"--resume: there is no checkpoint at {checkpoint}; training starts anew\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Epochs_are_shown_as_they_were_asked_for_where_the_batch_does_not_divide_the_samples()
    {
        var run = ToolRun.Of("train", "--data", TinyTable.WriteTo(folder.At("t.csv"), rows: 250), "--network", "FC8", "--epochs", "3", "--batch-size", "33", "--out", folder.At("m.bnn"));
        Assert.Equal(["1", "2", "3"], run.Output.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1]));
        Assert.Contains(" after 3 epochs in ", run.Output, StringComparison.Ordinal);
        Assert.Contains(" epochs 3; ", ToolRun.Of("inspect", folder.At("m.bnn")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_in_the_place_of_the_model_is_refused() =>
        Assert.Contains("--checkpoint and --out", ToolRun.IsRefused("train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "FC8", "--checkpoint", folder.At("m.bnn"), "--out", folder.At("m.bnn")));

    [Fact]
    public void A_checkpoint_that_is_none_is_refused()
    {
        var checkpoint = folder.Write("c.checkpoint", "something");
        Assert.Contains(checkpoint, ToolRun.IsRefused("train", "--data", TinyImages.WriteTo(folder.At("data")), "--network", "FC8", "--epochs", "1", "--checkpoint", checkpoint, "--resume", "--out", folder.At("m.bnn")));
        Assert.DoesNotContain("m.bnn", folder.Files);
    }

    [Fact]
    public void Cancelling_stops_with_130_and_writes_nothing()
    {
        var data = TinyImages.WriteTo(folder.At("data"));
        var before = folder.Files;
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var run = ToolRun.Cancelled(cancel.Token, "train", "--data", data, "--network", "C16-MP2-FC64", "--epochs", "100000", "--out", folder.At("m.bnn"));
        Assert.Equal((130, "bnnml: stopped; nothing was written.\n"), (run.ExitCode, run.Error));
        Assert.Equal(before, folder.Files);
    }

    [Theory]
    [InlineData("C8-MP2-C8-MP2-C8-MP2-C8-MP2", "below 1")]
    [InlineData("C8-X3", "\"X3\"")]
    [InlineData("MP2", "convolution directly before")]
    [InlineData("FC8-C8", "can't follow")]
    public void A_network_that_can_not_be_names_the_layer(string network, string expected)
    {
        var data = TinyImages.WriteTo(folder.At("data"));
        Assert.Contains(expected, ToolRun.IsRefused("train", "--data", data, "--network", network, "--epochs", "1", "--out", folder.At("m.bnn")));
        Assert.DoesNotContain("m.bnn", folder.Files);
    }
}
