namespace BnnMl.Cli.Tests;

/// <summary>The commands that read a model or its exports.</summary>
public sealed class ModelTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_gives_the_curve_and_the_tolerated_rates()
    {
        var json = ToolRun.Succeeds("evaluate", model.Model, "--data", model.Data, "--ber", "0,1%,10%,50%", "--chips", "5");
        var curve = json.GetProperty("curve").EnumerateArray().ToArray();
        Assert.Equal([0, 0.01, 0.1, 0.5], curve.Select(point => point.GetProperty("ber").GetDouble()));
        Assert.All(curve, point => Assert.InRange(point.GetProperty("min").GetDouble(), 0, point.GetProperty("q05").GetDouble()));
        Assert.True(curve[0].GetProperty("mean").GetDouble() > 0.8);
        Assert.True(curve[3].GetProperty("mean").GetDouble() < 0.6);
        Assert.True(curve[3].GetProperty("sd").GetDouble() > 0);
        Assert.InRange(json.GetProperty("tolerated_ber_1").GetDouble(), 0, json.GetProperty("tolerated_ber_5").GetDouble());
    }

    [Theory]
    [InlineData("weights", "persistent")]
    [InlineData("weights,activations,thresholds", "persistent")]
    [InlineData("activations", "transient")]
    public void Simulate_gives_exactly_what_evaluate_gives(string targets, string lifetime)
    {
        string[] curve = ["--data", model.Data, "--ber", "0,2%,10%", "--chips", "3", "--first-chip", "7", "--seed", "2", "--targets", targets, "--lifetime", lifetime];
        var packed = ToolRun.Succeeds(["evaluate", model.Model, .. curve]);
        var onnx = ToolRun.Succeeds(["simulate", model.Faulty, .. curve]);
        Assert.Equal(packed.GetProperty("curve").GetRawText(), onnx.GetProperty("curve").GetRawText());
        Assert.False(string.IsNullOrEmpty(onnx.GetProperty("provider").GetString()));
    }

    [Fact]
    public void Fewer_samples_are_the_first_ones_for_both_engines()
    {
        string[] curve = ["--data", model.Data, "--ber", "0.05", "--chips", "2", "--max-samples", "20"];
        var mean = ToolRun.Succeeds(["evaluate", model.Model, .. curve]).GetProperty("curve")[0].GetProperty("mean").GetDouble();
        Assert.Equal(mean, ToolRun.Succeeds(["simulate", model.Faulty, .. curve]).GetProperty("curve")[0].GetProperty("mean").GetDouble());
        Assert.Equal(Math.Round(mean * 40), mean * 40, 9);
    }

    [Fact]
    public void A_curve_is_written_as_csv_too()
    {
        ToolRun.Succeeds("evaluate", model.Model, "--data", model.Data, "--ber", "0,0.1", "--chips", "2", "--out", folder.At("curve.csv"));
        var lines = File.ReadAllLines(folder.At("curve.csv"));
        Assert.Equal((3, "ber,mean,sd,low95,high95,q05,min,chips"), (lines.Length, lines[0]));
        Assert.StartsWith("0.1,", lines[2]);
    }

    [Fact]
    public void Export_names_its_files_and_their_sizes()
    {
        var json = ToolRun.Succeeds("export", model.Model, "--out", folder.At("a.onnx"), "--faulty", folder.At("sub/b.onnx"));
        Assert.Equal([folder.At("a.onnx"), folder.At("sub/b.onnx")], json.GetProperty("files").EnumerateArray().Select(file => file.GetString()!));
        long[] sizes = [new FileInfo(folder.At("a.onnx")).Length, new FileInfo(folder.At("sub/b.onnx")).Length];
        Assert.Equal(sizes, json.GetProperty("file_bytes").EnumerateArray().Select(size => size.GetInt64()));
        Assert.Equal(sizes.Sum(), json.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void Export_does_not_write_two_files_under_one_name() =>
        Assert.Contains("names of their own", ToolRun.IsRefused("export", model.Model, "--out", folder.At("a.onnx"), "--faulty", folder.At("./a.onnx")));

    [Fact]
    public void Inspect_lists_layers_and_totals()
    {
        var json = ToolRun.Succeeds("inspect", model.Model);
        var layers = json.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(["conv1", "fc1", "output"], layers.Select(layer => layer.GetProperty("name").GetString()!));
        Assert.Equal(["convolution", "dense", "output"], layers.Select(layer => layer.GetProperty("kind").GetString()!));
        foreach (var total in new[] { "weight_bits", "threshold_bits", "bops" })
            Assert.Equal(layers.Sum(layer => layer.GetProperty(total).GetInt64()), json.GetProperty(total).GetInt64());
        Assert.True(json.GetProperty("metadata").TryGetProperty("class_names", out _));
    }

    [Theory]
    [InlineData("VGG7", 3, 32)]
    [InlineData("C128k5-MP2-D64k5-C512v-MP2-FC2048-FC1024", 3, 64)]
    public void Inspects_tables_fit_80_columns(string network, int channels, int side)
    {
        var path = folder.At("large.bnn");
        PackedNetworkFile.Write(RandomNetwork.Of(network, new MapShape(channels, side, side), 10, seed: 1).With(metadata: new Dictionary<string, string>
        {
            ["training"] = """{"engine":"native","schedule":"cosine, warm-up 0.02","bit_errors":{"rate01":0.1,"rate10":0.1},"final_loss":0.18921232420621448,"samples":1200000,"warm_start":false}""",
            ["class_names"] = """["first","second class","third"]""",
        }), path);
        var lines = ToolRun.Of("inspect", path).Output.TrimEnd().Split('\n')[1..];
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        var text = string.Join(' ', lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)[2]));
        Assert.Contains("engine native; schedule cosine, warm-up 0.02; bit errors (rate01 0.1; rate10 0.1); final loss 0.189212; samples 1200000; warm start no", text, StringComparison.Ordinal);
        Assert.Contains("first, second class, third", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_writes_layers_as_the_notation_does()
    {
        const string Network = "C16k5-MP2-D8-C32v-FC64";
        var path = folder.At("all.bnn");
        PackedNetworkFile.Write(RandomNetwork.Of(Network, new MapShape(1, 16, 16), 4, seed: 1), path);
        var layers = ToolRun.Of("inspect", path).Output.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 8).Skip(2).Select(cells => cells[2]);
        Assert.Equal([.. Network.Replace("-MP2", "+MP2").Split('-').Select(layer => layer.Replace('+', '-')), "output", ""], layers);
    }

    [Fact]
    public void One_chip_has_no_spread_and_that_is_said()
    {
        string Row(string chips, out string all)
        {
            all = ToolRun.Of("evaluate", model.Model, "--data", model.Data, "--ber", "5%", "--chips", chips).Output;
            return all.Split('\n').Single(line => line.StartsWith('|') && line.Contains(" 5 % |", StringComparison.Ordinal));
        }

        Assert.Equal(["-", "-"], Row("1", out var one).Split('|', StringSplitOptions.TrimEntries)[3..5]);
        Assert.Contains("-: one chip says nothing about others", one, StringComparison.Ordinal);
        Assert.DoesNotContain("| - ", Row("2", out var two).Replace("  ", " "), StringComparison.Ordinal);
        Assert.DoesNotContain("one chip", two, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_says_what_this_machine_can_do()
    {
        var json = ToolRun.Succeeds("doctor");
        Assert.Contains("scalar", json.GetProperty("kernels").GetProperty("available").EnumerateArray().Select(kernel => kernel.GetString()));
        Assert.Contains("native", json.GetProperty("engines").EnumerateArray().Select(engine => engine.GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Array, json.GetProperty("left_out").ValueKind);
        Assert.Contains("CPUExecutionProvider", json.GetProperty("onnxruntime").GetProperty("providers").EnumerateArray().Select(provider => provider.GetString()));
    }

    [Fact]
    public void Doctors_table_fits_80_columns()
    {
        var lines = ToolRun.Of("doctor").Output.TrimEnd().Split('\n');
        Assert.Equal(["what", "bnnml", "processor", "kernels", "engines", "ONNX Runtime", "feeds", "left out"],
            lines.Where((_, i) => i != 1).Select(line => line.Split('|')[1].Trim()).Where(name => name.Length > 0));
        Assert.All(lines, line => Assert.True(line.Length <= 80 || line.Split(' ').Any(word => word.Length > 61), line));
    }

    [Fact]
    public void Output_that_is_no_terminal_has_no_control_codes()
    {
        foreach (var run in new[] { ToolRun.Of("inspect", model.Model), ToolRun.Of("doctor"), ToolRun.Of("evaluate", model.Model, "--data", model.Data, "--ber", "0,0.1", "--chips", "2"), ToolRun.Of("--help") })
        {
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain(run.Output, letter => char.IsControl(letter) && letter != '\n');
        }
    }

    [Fact]
    public void A_model_is_not_judged_by_data_of_another_shape_or_other_classes()
    {
        Assert.Contains("the model reads 1x8x8", ToolRun.IsRefused("evaluate", model.Model, "--data", "synthetic"));
        var table = TinyTable.WriteTo(folder.At("t.csv"));
        Assert.Contains("the model reads 1x8x8", ToolRun.IsRefused("evaluate", model.Model, "--data", table, "--label-column", "kind"));
        Assert.Contains("the model reads 1x8x8", ToolRun.IsRefused("simulate", model.Faulty, "--data", table, "--label-column", "kind"));
    }

    [Fact]
    public void A_truncated_or_changed_model_is_refused_with_its_name()
    {
        var bytes = File.ReadAllBytes(model.Model);
        var changed = (byte[])bytes.Clone();
        changed[bytes.Length / 2] ^= 1;
        foreach (var damaged in new[] { folder.Write("short.bnn", bytes[..(bytes.Length / 2)]), folder.Write("empty.bnn", []), folder.Write("changed.bnn", changed), folder.Write("text.bnn", "no model") })
        {
            Assert.Contains(damaged, ToolRun.IsRefused("inspect", damaged));
            Assert.Contains(damaged, ToolRun.IsRefused("evaluate", damaged, "--data", model.Data));
            Assert.Contains(damaged, ToolRun.IsRefused("export", damaged, "--out", folder.At("x.onnx")));
        }

        Assert.DoesNotContain("x.onnx", folder.Files);
    }

    [Fact]
    public void A_truncated_or_foreign_onnx_file_is_refused_with_its_name()
    {
        var bytes = File.ReadAllBytes(model.Faulty);
        foreach (var damaged in new[] { folder.Write("short.onnx", bytes[..(bytes.Length / 2)]), folder.Write("empty.onnx", []), folder.Write("text.onnx", "no model"), model.Clean })
            Assert.Contains(damaged, ToolRun.IsRefused("simulate", damaged, "--data", model.Data));
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_its_name()
    {
        foreach (var command in new[] { new[] { "inspect" }, ["evaluate", "--data", "synthetic"], ["simulate", "--data", "synthetic"], ["export", "--out", folder.At("x.onnx")] })
            Assert.Contains(folder.At("none"), ToolRun.IsRefused([command[0], folder.At("none"), .. command[1..]]));
        Assert.Empty(folder.Files);
    }
}
