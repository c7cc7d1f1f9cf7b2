namespace BnnMl.Benchmarks.Tests;

public sealed class PlainTorchTraineeTests
{
    [FactNeeding(Need.LibTorch)]
    [Trait("Category", "Native")]
    public void The_plain_form_learns()
    {
        var spec = NetworkSpec.Parse("C8-MP2-FC32", new(1, 8, 8), classes: 2);
        var inputs = new byte[64 * spec.Input.Length];
        new Random(1).NextBytes(inputs);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 2)];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] /= (byte)(1 + labels[i / spec.Input.Length]); // images of class 1 are half as bright
        var data = new TrainingData(spec, new(spec.Input, 2, inputs, labels), batch: 64);
        using var trainee = new PlainTorchTrainee(spec, learningRate: 0.01);
        float[] losses = [.. Enumerable.Range(1, 40).Select(number => trainee.Step(data.Data, data.Step(number)))];
        Assert.True(losses[^1] < losses[0] / 2, $"the loss went from {losses[0]} to {losses[^1]}");
    }
}
