using System.Globalization;
using System.Text;

namespace BnnMl.Search;

/// <summary>The front as a table for other programs.</summary>
public static class FrontCsv
{
    /// <summary>Columns network, accuracy, tolerated_ber_1, tolerated_ber_5, bytes, genes, trial; a value that a trial does not have is empty. Whole or not at all.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string path, StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder("network,accuracy,tolerated_ber_1,tolerated_ber_5,bytes,genes,trial\n");
        foreach (var trial in result.Front)
        {
            string?[] fields =
            [
                trial.Candidate.Network.ToString(), Number("accuracy"), Number("tolerated_ber_1"), Number("tolerated_ber_5"),
                trial.Candidate.Network.Bytes.ToString(CultureInfo.InvariantCulture), trial.Candidate.Training.ToString(), trial.Id.ToString(CultureInfo.InvariantCulture),
            ];
            text.AppendJoin(',', fields).Append('\n');

            string? Number(string name) => result.ValueOf(trial, name)?.ToString(CultureInfo.InvariantCulture);
        }

        AtomicFile.WriteText(path, text.ToString());
    }
}
