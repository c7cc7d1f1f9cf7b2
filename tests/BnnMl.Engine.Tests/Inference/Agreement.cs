using BnnMl.Engine.Tests.Kernels;

namespace BnnMl.Engine.Tests.Inference;

/// <summary>Compares a predictor with the reference: every hidden bit, unused bits, sums, and the scores' bits.</summary>
static class Agreement
{
    internal static void AssertEqual(ReferenceNetwork.Result expected, Predictor predictor, ReadOnlySpan<byte> input, string what)
    {
        var scores = new float[expected.Scores.Length];
        predictor.Scores(input, scores);
        AssertMaps(expected, predictor, what);
        Assert.True(expected.Sums.AsSpan().SequenceEqual(predictor.LastSums), $"{what}: sums differ");
        for (var c = 0; c < scores.Length; c++)
            Assert.True(BitConverter.SingleToUInt32Bits(expected.Scores[c]) == BitConverter.SingleToUInt32Bits(scores[c]), $"{what}: score {c} is {scores[c]}, not {expected.Scores[c]}");
    }

    internal static void AssertMaps(ReferenceNetwork.Result expected, Predictor predictor, string what)
    {
        for (var layer = 0; layer < expected.Hidden.Count; layer++)
        {
            var words = ReferenceBits.Signs(expected.Hidden[layer]);
            for (var word = 0; word < words.Length; word++)
                Assert.True(words[word] == predictor.Map(layer)[word], $"{what}: layer {layer}, word {word} is {predictor.Map(layer)[word]:x16}, not {words[word]:x16}");
        }
    }
}
