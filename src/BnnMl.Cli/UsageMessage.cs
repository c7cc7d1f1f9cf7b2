using System.CommandLine;
using System.CommandLine.Parsing;

namespace BnnMl.Cli;

/// <summary>One line for a command line that can't be read: what is wrong, the nearest thing that would be right, and where help is.</summary>
static class UsageMessage
{
    internal static string Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var help = $"See {Path(parse.CommandResult)} --help.";
        var optionsFirst = command is not RootCommand; // a wrong option explains more than the value behind it, a wrong command more than its options
        var unknown = parse.UnmatchedTokens.OrderBy(token => token.StartsWith('-') != optionsFirst).FirstOrDefault();
        if (unknown is null)
            return command is RootCommand && parse.Tokens.Count == 0
                ? $"no command was given: {string.Join(", ", Visible(command.Subcommands))}. {help}"
                : $"{parse.Errors[0].Message.TrimEnd('.')}. {help}";
        var isOption = unknown.StartsWith('-');
        var known = isOption ? Options(parse.CommandResult) : Visible(command.Subcommands);
        var what = command is RootCommand && !isOption ? $"there is no command {unknown}" : $"{Path(parse.CommandResult)} does not know {unknown}";
        return Nearest(unknown, known) is { } nearest ? $"{what}: did you mean {nearest}? {help}" : $"{what}. {help}";
    }

    static string Path(CommandResult result) => result.Command is RootCommand ? "bnnml" : $"bnnml {result.Command.Name}";

    static IEnumerable<string> Visible(IEnumerable<Symbol> symbols) => symbols.Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name);

    static IEnumerable<string> Options(CommandResult result) => Visible(result.Command.Options).Concat(result.Parent is CommandResult parent ? Options(parent) : []);

    static string? Nearest(string word, IEnumerable<string> known) => known
        .Select(candidate => (candidate, distance: candidate.StartsWith(word, StringComparison.Ordinal) ? 0 : Distance(word, candidate)))
        .Where(pair => pair.distance <= Math.Max(2, word.Length / 3))
        .OrderBy(pair => pair.distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Levenshtein's: the fewest letters to insert, remove or replace.</summary>
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
