using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>What decides a training's result besides the number of steps, as text: the same text, the same network.</summary>
static class TrainingIdentity
{
    internal static string Of(TrainingJob job, int batch)
    {
        var (spec, train, validation, options) = (job.Spec, job.Train, job.Validation, job.Options);
        var errors = options.BitErrors is { } e ? $"{e.Rate01:R}/{e.Rate10:R} {e.Targets} {e.Lifetime} ramp {options.BitErrorRamp:R}" : "no bit errors";
        return string.Join(", ", $"{spec.Input} {spec} {spec.Classes}", $"zero point {job.Encoding.ZeroPoint}", $"data {Fingerprint(train):x8}",
            $"validation {(validation is null ? "none" : $"{Fingerprint(validation):x8}")}", $"{options.Loss}", $"batch {batch}", FormattableString.Invariant($"rate {options.LearningRate:R}"),
            FormattableString.Invariant($"{options.Schedule}"), $"seed {options.Seed}", errors,
            Start(options), options.Patience is { } epochs ? $"patience {epochs}" : "no patience",
            options.Budget is null ? FormattableString.Invariant($"epochs {options.Epochs:R}") : "within a budget"); // the state holds its steps; what is left of a clock is never the same twice
    }

    static string Start(TrainingOptions options)
    {
        if (options.WarmStart is not { } start)
            return "cold start";
        var checksum = Crc32C.Empty;
        for (var layer = 0; layer < start.Spec.Plan().Count; layer++)
            checksum = Crc32C.Append(Crc32C.Append(checksum, MemoryMarshal.AsBytes(start.Weights(layer))), MemoryMarshal.AsBytes(start.Shifts(layer)));
        return FormattableString.Invariant($"warm start {checksum:x8} scale {start.LogScale:R}");
    }

    static uint Fingerprint(EncodedDataset data)
    {
        var checksum = Crc32C.Append(Crc32C.Empty, MemoryMarshal.AsBytes(data.Labels));
        checksum = Crc32C.Append(checksum, MemoryMarshal.AsBytes(data.Weights));
        for (var i = 0; i < data.Count; i++)
            checksum = Crc32C.Append(checksum, data.Row(i));
        return checksum;
    }
}
