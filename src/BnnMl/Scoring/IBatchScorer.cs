namespace BnnMl;

/// <summary>Scores blocks of samples. Safe to use from several threads; the scores of a row depend on its values alone, and on its number where rows are numbered.</summary>
interface IBatchScorer
{
    /// <summary>Shape of one sample.</summary>
    MapShape Input { get; }

    /// <summary>Scores per sample.</summary>
    int Classes { get; }

    /// <summary>Scores depend on the rows' numbers (transient bit errors), so that one cursor must read them all, in order.</summary>
    bool NumbersRows { get; }

    /// <summary>Scores consecutive rows.</summary>
    /// <param name="features">[rows, C·H·W], without NaN; may be longer.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="firstRow">Number of the first row.</param>
    /// <param name="scores">[rows, classes]; may be longer.</param>
    void Score(float[] features, int rows, long firstRow, float[] scores);
}
