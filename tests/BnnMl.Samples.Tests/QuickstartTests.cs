using System.Diagnostics;

namespace BnnMl.Samples.Tests;

public sealed class QuickstartTests
{
    [Fact]
    public void The_readme_shows_the_sample_as_it_is_compiled()
    {
        var sample = File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "samples", "Quickstart", "Program.cs"));
        var readme = File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "README.md"));

        Assert.Contains($"```csharp\n{sample}```", readme, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Native")]
    public async Task The_sample_trains_measures_and_exports()
    {
        var folder = Directory.CreateTempSubdirectory("bnnml-quickstart-");
        try
        {
            var (code, output) = await Run(folder.FullName, "synthetic");

            Assert.True(code == 0, output);
            Assert.Contains("tolerates", output, StringComparison.Ordinal);
            Assert.True(CleanAccuracy(output) > 0.6, output); // chance is 0.1
            Assert.Equal(["quickstart.bnn", "quickstart.faulty.onnx", "quickstart.onnx"], folder.GetFiles().Select(file => file.Name).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static double CleanAccuracy(string output)
    {
        var line = output.Split('\n').First(text => text.StartsWith("BER", StringComparison.Ordinal));
        return double.Parse(line.Split("accuracy ")[1].Split('%')[0].Trim(), System.Globalization.CultureInfo.InvariantCulture) / 100;
    }

    static async Task<(int Code, string Output)> Run(string folder, string data)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), data])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (standard, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await standard + await error);
    }
}
