namespace BnnMl;

/// <summary>Checks the names that the Apply… transforms are given.</summary>
static class OutputNames
{
    internal static void Check(string path, string input, string score, string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, nameof(path));
        CheckName(input, "InputColumnName");
        CheckName(score, "ScoreColumnName");
        CheckName(label, "PredictedLabelColumnName");
        if (score == label)
            throw new ArgumentException($"ScoreColumnName and PredictedLabelColumnName are both '{score}': give two names.");
    }

    static void CheckName(string name, string option)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException($"{option} is {(name is null ? "null" : "empty")}: give a column's name.");
    }
}
