using System.Text;

namespace BnnMl.Cli.Tests;

/// <summary>Two classes in four columns, as a CSV file with a heading; the label "kind" follows from the first two.</summary>
static class TinyTable
{
    internal static string WriteTo(string path, int rows = 800)
    {
        var random = new Random(3);
        var text = new StringBuilder("a,b,c,d,kind\n");
        for (var i = 0; i < rows; i++)
        {
            var values = Enumerable.Range(0, 4).Select(_ => Math.Round((random.NextDouble() * 4) - 2, 3)).ToArray();
            text.AppendJoin(',', values).Append(values[0] + values[1] > 0 ? ",warm\n" : ",cold\n");
        }

        File.WriteAllText(path, text.ToString());
        return path;
    }
}
