using System.CommandLine;

namespace BnnMl.Cli.Options;

/// <summary>Options whose text is read by a parser that throws a message worth showing.</summary>
static class Typed
{
    /// <summary>An option that is null (or default) where it is not given.</summary>
    internal static Option<T> Option<T>(string name, string helpName, string description, Func<string, T> parse) => Reading(new Option<T>(name), helpName, description, parse);

    /// <summary>The same with a default, which --help shows.</summary>
    internal static Option<T> Option<T>(string name, string helpName, string description, Func<string, T> parse, string initial)
    {
        var option = Reading(new OptionWithDefault<T>(name, initial), helpName, description, parse);
        option.DefaultValueFactory = _ => parse(initial);
        return option;
    }

    static Option<T> Reading<T>(Option<T> option, string helpName, string description, Func<string, T> parse)
    {
        (option.HelpName, option.Description, option.Arity) = (helpName, description, ArgumentArity.ExactlyOne);
        option.CustomParser = result =>
        {
            try
            {
                return parse(result.Tokens[^1].Value);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                result.AddError($"{option.Name}: {e.Message}");
                return default!;
            }
        };
        return option;
    }

    /// <summary>One word of a set, in any case.</summary>
    internal static Func<string, T> Word<T>(params (string Word, T Value)[] words) => text =>
    {
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new FormatException($"\"{text}\" is not one of {string.Join(", ", words.Select(pair => pair.Word))}.");
    };
}
