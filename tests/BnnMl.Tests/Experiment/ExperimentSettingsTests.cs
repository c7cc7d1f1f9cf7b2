using BnnMl.Search;
using Microsoft.ML;

namespace BnnMl.Tests;

public sealed class ExperimentSettingsTests
{
    public static TheoryData<string, Func<BinarizedNetworkExperimentSettings, BinarizedNetworkExperimentSettings>> Impossible { get; } = new()
    {
        { "MaxTrials is 0", s => s with { MaxTrials = 0 } },
        { "MaxTrials is null, and so is Budget", s => s with { MaxTrials = null } },
        { "Budget is 00:00:00", s => s with { Budget = TimeSpan.Zero } },
        { "Budget is 41.00:00:00", s => s with { Budget = TimeSpan.FromDays(41) } },
        { "Workers is 0", s => s with { Workers = 0 } },
        { "MaxBytes is 0", s => s with { MaxBytes = 0 } },
        { "MaxMacs is 0", s => s with { MaxMacs = 0 } },
        { "Space is null", s => s with { Space = null! } },
        { "Trial is null", s => s with { Trial = null! } },
        { "Method is 7", s => s with { Method = (SearchMethod)7 } },
        { "Engine is 7", s => s with { Engine = (TrainingEngine)7 } },
        { "Device is cuda:0", s => s with { Device = "cuda:0" } },
        { "SaveAs is 7", s => s with { SaveAs = (SaveAs)7 } },
        { "Winner is All", s => s with { Winner = new WinnerRule.All() } },
        { "Winner is null", s => s with { Winner = null! } },
        { "JournalPath is empty", s => s with { JournalPath = " " } },
        { "MinAccuracy is 1.5", s => s with { MinAccuracy = 1.5 } },
        { "MinToleratedBitErrorRate is 0.2", s => s with { MinToleratedBitErrorRate = 0.2 } },
        { "BitErrorRates is 0.1", s => s with { Trial = s.Trial with { BitErrorRates = [0.1] } } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_setting_out_of_its_range_is_named_before_any_work(string message, Func<BinarizedNetworkExperimentSettings, BinarizedNetworkExperimentSettings> change)
    {
        var error = Assert.Throws<ArgumentException>(() => new BinarizedNetworkExperiment(new MLContext(), change(TinySearch.Settings)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_the_tests_are_possible() => TinySearch.Settings.Validate();
}
