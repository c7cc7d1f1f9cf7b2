namespace BnnMl.Cli.Output;

/// <summary>Breaks a text at blanks; a word longer than a line stands alone.</summary>
static class WordWrap
{
    internal static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
