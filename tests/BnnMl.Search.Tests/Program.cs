namespace BnnMl.Search.Tests;

/// <summary>The process that <see cref="KilledStudyTests"/> kills: runs the sample study on a journal, slowly enough to be hit in the middle.</summary>
static class Program
{
    static int Main(string[] args)
    {
        if (args is not ["study", var journal, var pause])
            return 2;
        var delay = TimeSpan.FromMilliseconds(int.Parse(pause, null));
        SampleStudy.Of(journal).Run((context, token) =>
        {
            context.Report(1, 0.5, double.NaN, 0);
            Thread.Sleep(delay);
            return SampleStudy.Evaluate(context, token);
        });
        return 0;
    }
}
