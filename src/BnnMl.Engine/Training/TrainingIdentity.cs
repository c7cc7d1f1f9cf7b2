using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>What decides a training's result besides the number of steps, as text: the same text, the same network.</summary>
static class TrainingIdentity
{
    internal static string Of(NetworkSpec spec, InputEncoding encoding, EncodedDataset train, EncodedDataset? validation, TrainingOptions options, int batch)
    {
        var errors = options.BitErrors is { } e ? $"{e.Rate01:R}/{e.Rate10:R} {e.Targets} {e.Lifetime} ramp {options.BitErrorRamp:R}" : "no bit errors";
        return string.Join(", ", $"{spec.Input} {spec} {spec.Classes}", $"zero point {encoding.ZeroPoint}", $"data {Fingerprint(train):x8}",
            $"validation {(validation is null ? "none" : $"{Fingerprint(validation):x8}")}", $"{options.Loss}", $"batch {batch}", FormattableString.Invariant($"rate {options.LearningRate:R}"),
            FormattableString.Invariant($"{options.Schedule}"), $"seed {options.Seed}", errors,
            options.Budget is null ? FormattableString.Invariant($"epochs {options.Epochs:R}") : "within a budget"); // the state holds its steps; what is left of a clock is never the same twice
    }

    static uint Fingerprint(EncodedDataset data)
    {
        var checksum = Crc32C.Append(Crc32C.Empty, MemoryMarshal.AsBytes(data.Labels));
        for (var i = 0; i < data.Count; i++)
            checksum = Crc32C.Append(checksum, data.Row(i));
        return checksum;
    }
}
