namespace BnnMl.Cli.Output;

/// <summary>Numbers as the tool shows them to people.</summary>
static class Shown
{
    /// <summary>0.8731 → "87.31 %".</summary>
    internal static string Percent(double fraction) => $"{fraction * 100:0.00} %";

    /// <summary>A bit error rate with three digits: 0.005 → "0.5 %", 0.0291273 → "2.91 %".</summary>
    internal static string Rate(double rate) => $"{rate * 100:G3} %";

    /// <summary>"12s", "3m05s", "1h02m".</summary>
    internal static string Time(TimeSpan time)
    {
        var seconds = (long)Math.Round(Math.Max(0, time.TotalSeconds));
        return seconds switch
        {
            < 60 => $"{seconds}s",
            < 3600 => $"{seconds / 60}m{seconds % 60:00}s",
            _ => $"{seconds / 3600}h{seconds / 60 % 60:00}m",
        };
    }

    /// <summary>"812 bytes", "97.4 KiB", "1.2 MiB".</summary>
    internal static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} bytes",
        < 1 << 20 => $"{bytes / 1024.0:0.0} KiB",
        _ => $"{bytes / 1048576.0:0.0} MiB",
    };

    /// <summary>"1 epoch", "2 epochs", "8.25 epochs".</summary>
    internal static string Epochs(TrainingResult result) => EpochText.Of(result.Epochs, result.Epochs / result.Steps) is var text && text == "1" ? "1 epoch" : $"{text} epochs";

    /// <summary>1234567 → "1,234,567".</summary>
    internal static string Whole(long number) => number.ToString("N0");
}
