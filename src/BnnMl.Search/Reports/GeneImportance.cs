namespace BnnMl.Search;

/// <summary>How strongly each gene goes along with an objective: the absolute value of Spearman's rank correlation over the complete trials, in [0, 1].</summary>
/// <remarks>A simple measure: it sees monotone effects of single genes, no interplay, and not which is the cause; labels without order count by their place in the list.</remarks>
static class GeneImportance
{
    /// <summary>Per gene, in the order of the genome; 0 for a gene or an objective that never changes.</summary>
    internal static double[] Of(IReadOnlyList<Trial> complete, int objective)
    {
        var values = Ranks([.. complete.Select(trial => trial.Objectives[objective])]);
        var genes = complete.Count == 0 ? 0 : complete[0].Genome.Values.Length;
        return [.. Enumerable.Range(0, genes).Select(gene => Math.Abs(Correlation(Ranks([.. complete.Select(trial => trial.Genome.Values[gene])]), values)))];
    }

    /// <summary>Places in ascending order, from 0; equal values share the mean of theirs.</summary>
    internal static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]])
                end++;
            for (var i = first; i < end; i++)
                ranks[order[i]] = (first + end - 1) / 2.0;
            first = end;
        }

        return ranks;
    }

    static double Correlation(double[] a, double[] b)
    {
        var mean = (a.Length - 1) / 2.0; // of ranks, with or without ties
        var (both, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            both += (a[i] - mean) * (b[i] - mean);
            left += (a[i] - mean) * (a[i] - mean);
            right += (b[i] - mean) * (b[i] - mean);
        }

        return left > 0 && right > 0 ? both / Math.Sqrt(left * right) : 0;
    }
}
