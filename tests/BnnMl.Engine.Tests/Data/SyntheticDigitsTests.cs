using System.Diagnostics;
using System.Numerics;

namespace BnnMl.Engine.Tests;

public sealed class SyntheticDigitsTests
{
    static readonly Lazy<DataSplit> Digits = new(() => DataSource.Load("synthetic", new() { SyntheticTrain = 4_000, SyntheticTest = 1_000 }));

    [Fact]
    public void They_are_balanced_pixel_images()
    {
        var train = Digits.Value.Train;
        Assert.Equal(new MapShape(1, 28, 28), train.Shape);
        Assert.All(train.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(400, pair.Value));
        Assert.Equal(InputEncoding.Pixels, InputEncoding.Fit(train));
    }

    [Fact]
    public void A_sample_is_the_same_however_many_are_made()
    {
        var few = DataSource.Load("synthetic", new() { SyntheticTrain = 20, SyntheticTest = 10 });
        Assert.Equal(Digits.Value.Train.Features[..few.Train.Features.Length].ToArray(), few.Train.Features.ToArray());
        Assert.Equal(Digits.Value.Test.Features[..few.Test.Features.Length].ToArray(), few.Test.Features.ToArray());
    }

    [Fact]
    public void Seeds_and_the_test_set_have_samples_of_their_own()
    {
        var other = DataSource.Load("Synthetic", new() { SyntheticTrain = 10, SyntheticTest = 10, Seed = 1 });
        Assert.NotEqual(Digits.Value.Train.Row(0).ToArray(), other.Train.Row(0).ToArray());
        Assert.NotEqual(Digits.Value.Train.Row(0).ToArray(), Digits.Value.Test.Row(0).ToArray());
    }

    /// <summary>A linear model learns something but not enough; the nearest neighbour, which is not linear, does clearly better.</summary>
    [Fact]
    public void They_are_too_hard_for_a_linear_model_but_not_for_others()
    {
        var linear = LinearAccuracy(Digits.Value);
        var neighbour = NearestNeighbourAccuracy(Digits.Value, samples: 300);
        Console.WriteLine($"Synthetic digits: linear {linear:P1}, nearest neighbour {neighbour:P1}.");
        Assert.InRange(linear, 0.40, 0.90);
        Assert.InRange(neighbour, linear + 0.05, 1);
    }

    [Fact]
    public void The_default_set_is_made_within_seconds()
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        DataSource.Load("synthetic");
        Assert.InRange((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds, 0, 10); // of the whole process, other tests too
    }

    /// <summary>Softmax regression by stochastic gradient descent over eight epochs, on pixels less their means.</summary>
    static double LinearAccuracy(DataSplit split)
    {
        var (train, test) = (Centred(split.Train, split.Train), Centred(split.Test, split.Train));
        var w = new float[10][]; // [classes][features]
        for (var c = 0; c < 10; c++)
            w[c] = new float[784];
        var p = new double[10];
        for (var epoch = 0; epoch < 8; epoch++)
            for (var step = 0; step < train.Length; step++)
            {
                var i = (int)(step * 1_237L % train.Length); // prime to the number of samples
                for (var c = 0; c < 10; c++)
                    p[c] = Dot(w[c], train[i]);
                var (most, sum) = (p.Max(), 0.0);
                for (var c = 0; c < 10; c++)
                    sum += p[c] = Math.Exp(p[c] - most);
                for (var c = 0; c < 10; c++)
                    AddScaled(w[c], train[i], (float)(0.004 / (epoch + 1) * ((split.Train.Labels[i] == c ? 1 : 0) - (p[c] / sum))));
            }

        return Enumerable.Range(0, test.Length).Count(i => Enumerable.Range(0, 10).MaxBy(c => Dot(w[c], test[i])) == split.Test.Labels[i]) / (double)test.Length;
    }

    static double NearestNeighbourAccuracy(DataSplit split, int samples)
    {
        var (train, test) = (Centred(split.Train, split.Train), Centred(split.Test, split.Train));
        var lengths = Array.ConvertAll(train, x => Dot(x, x));
        return Enumerable.Range(0, samples).Count(i =>
            split.Train.Labels[Enumerable.Range(0, train.Length).MinBy(j => lengths[j] - (2 * Dot(train[j], test[i])))] == split.Test.Labels[i]) / (double)samples;
    }

    /// <summary>[samples][features], in 255ths, less the means of <paramref name="reference"/>.</summary>
    static float[][] Centred(Dataset data, Dataset reference)
    {
        var mean = new float[784];
        for (var i = 0; i < reference.Count; i++)
            AddScaled(mean, reference.Row(i).ToArray(), 1f / (255 * reference.Count));
        return [.. Enumerable.Range(0, data.Count).Select(i => data.Row(i).ToArray().Select((x, j) => (x / 255) - mean[j]).ToArray())];
    }

    static float Dot(float[] a, float[] b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i += Vector<float>.Count) // 784 is a multiple of 16
            sum += new Vector<float>(a, i) * new Vector<float>(b, i);
        return Vector.Sum(sum);
    }

    static void AddScaled(float[] a, float[] b, float scale)
    {
        for (var i = 0; i < a.Length; i += Vector<float>.Count)
            (new Vector<float>(a, i) + (new Vector<float>(b, i) * scale)).CopyTo(a, i);
    }
}
