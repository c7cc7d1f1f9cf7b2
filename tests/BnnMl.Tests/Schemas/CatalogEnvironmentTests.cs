using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace BnnMl.Tests.Schemas;

/// <summary>Each accessor past ML.NET's public surface, on the version that the build has.</summary>
public sealed class CatalogEnvironmentTests
{
    readonly MLContext ml = new();
    readonly List<string> log = [];

    public CatalogEnvironmentTests() => ml.Log += (_, message) => log.Add(message.Message);

    [Fact]
    public void The_version_that_the_accessors_were_written_for_is_the_one_that_is_used() =>
        Assert.StartsWith("5.0.1", System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(MLContext).Assembly.Location).ProductVersion, StringComparison.Ordinal);

    [Fact]
    public void A_trainer_catalogs_owner_is_its_task() => Assert.Same(ml.MulticlassClassification, CatalogEnvironment.Owner(ml.MulticlassClassification.Trainers));

    [Fact]
    public void A_tasks_environment_writes_to_the_contexts_log() => AssertLogs(CatalogEnvironment.Environment(ml.BinaryClassification));

    [Fact]
    public void The_transforms_environment_writes_to_the_contexts_log() => AssertLogs(CatalogEnvironment.Environment(ml.Transforms));

    [Fact]
    public void The_model_catalogs_environment_writes_to_the_contexts_log() => AssertLogs(CatalogEnvironment.Environment(ml.Model));

    [Fact]
    public void Every_catalog_gives_its_environment()
    {
        AssertLogs(CatalogEnvironment.Of(ml.MulticlassClassification.Trainers));
        AssertLogs(CatalogEnvironment.Of(ml.BinaryClassification.Trainers));
        AssertLogs(CatalogEnvironment.Of(ml.Transforms));
        AssertLogs(CatalogEnvironment.Of(ml.Model));
    }

    void AssertLogs(IHostEnvironment environment)
    {
        log.Clear();
        using (var channel = environment.Register("Test").Start("Test"))
            channel.Say("50 % of {0} and braces");
        Assert.Contains(log, line => line.Contains("50 % of {0} and braces", StringComparison.Ordinal));
    }
}
