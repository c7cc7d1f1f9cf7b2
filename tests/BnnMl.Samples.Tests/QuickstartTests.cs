namespace BnnMl.Samples.Tests;

public sealed class QuickstartTests
{
    [Theory]
    [InlineData("Quickstart")]
    [InlineData("01-TrainInAPipeline")]
    public void The_readme_shows_the_sample_as_it_is_compiled(string name)
    {
        var sample = File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "samples", name, "Program.cs"));
        var readme = File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "README.md"));

        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Native")]
    public async Task The_sample_trains_measures_and_exports()
    {
        using var run = new SampleRun();
        var output = await run.Output("Quickstart", "synthetic");
        Assert.Contains("tolerates", output, StringComparison.Ordinal);
        Assert.True(CleanAccuracy(output) > 0.6, output); // chance is 0.1
        Assert.Equal(["quickstart.bnn", "quickstart.faulty.onnx", "quickstart.onnx"], run.Files);
    }

    static double CleanAccuracy(string output)
    {
        var line = output.Split('\n').First(text => text.StartsWith("BER", StringComparison.Ordinal));
        return double.Parse(line.Split("accuracy ")[1].Split('%')[0].Trim(), System.Globalization.CultureInfo.InvariantCulture) / 100;
    }
}
