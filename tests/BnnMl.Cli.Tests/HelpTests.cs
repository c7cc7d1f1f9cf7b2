namespace BnnMl.Cli.Tests;

public sealed class HelpTests
{
    static readonly ToolCommand[] Commands = [.. Tool.Root().Subcommands.Cast<ToolCommand>()];

    public static TheoryData<string> Names => new(Commands.Select(command => command.Name));

    [Theory]
    [InlineData("train", "[default: refuse]", "[default: ce]")]
    [InlineData("evaluate", "[default: weights]", "[default: persistent]")]
    [InlineData("search", "[default: nsga2]", "[default: best]", "[default: 100KiB]")]
    public void Defaults_are_words_that_can_be_typed(string command, params string[] defaults)
    {
        var help = string.Join(' ', ToolRun.Of(command, "--help").Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(defaults, text => Assert.Contains(text, help, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_terminal_help_is_80_columns_wide(string command)
    {
        var lines = ToolRun.Of(command, "--help").Output.Split('\n');
        Assert.All(lines.TakeWhile(line => line != "Examples:"), line => Assert.InRange(line.Length, 0, 80));
    }

    /// <summary>What is in capitals is the user's own.</summary>
    [Fact]
    public void Examples_can_be_parsed_and_read_only_what_an_example_writes()
    {
        var words = Commands.SelectMany(command => command.Examples).Select(example => example.Replace("$(bash eng/fashion-mnist)", "synthetic").Replace("\"", "").Split(' ')[1..]).ToArray();
        Assert.All(words, args => Assert.Empty(Tool.Root().Parse(args).Errors));
        var written = words.SelectMany(args => args.Zip(args.Skip(1))).Where(pair => pair.First is "--out" or "--faulty").Select(pair => pair.Second).ToHashSet();
        var read = words.SelectMany(args => args).Where(word => word.Contains('.') && !word.Any(char.IsUpper)).ToArray();
        Assert.Contains("m.faulty.onnx", read);
        Assert.All(read, file => Assert.Contains(file, written));
        Assert.All(words.SelectMany(args => args.Zip(args.Skip(1))).Where(pair => pair.First == "--data"), pair => Assert.Contains(pair.Second, (string[])["synthetic", "YOUR.csv"]));
    }

    [Fact]
    public async Task Under_the_script_examples_call_the_script()
    {
        var run = await ChildProcess.With("BNNML_CALLED=bash eng/bnnml.sh", "inspect", "--help");
        Assert.Contains("Examples:\n  bash eng/bnnml.sh inspect m.bnn\n", run.Output, StringComparison.Ordinal);
    }
}
