using BnnMl.Cli.Output;

namespace BnnMl.Cli.Tests;

public sealed class WordWrapTests
{
    [Fact]
    public void No_line_is_wider_and_no_word_is_lost()
    {
        const string Text = "trial 0: C32-MP2 (ce, 5 %, 0.015): accuracy 35.00 %, tolerates 20 %";
        var lines = WordWrap.Lines(Text, 24).ToArray();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 24));
        Assert.Equal(Text, string.Join(' ', lines));
    }

    [Fact]
    public void A_word_longer_than_a_line_stands_alone() => Assert.Equal(["a", "veryverylong", "b"], WordWrap.Lines("a veryverylong b", 5));
}
