namespace BnnMl.TorchSharp;

/// <summary>Tensors by name, each given only in the shape it must have.</summary>
/// <param name="path">For messages.</param>
/// <param name="tensors">As read; a prefix "module." of all names (of a wrapped model) does not count.</param>
sealed class StateDict(string path, IReadOnlyDictionary<string, FloatTensor> tensors)
{
    const string Wrapped = "module.";

    readonly Dictionary<string, FloatTensor> tensors = Unwrapped(path, tensors);

    /// <exception cref="InvalidDataException">Missing, of another shape, or with a value that is not finite.</exception>
    internal float[] Values(string name, params int[] shape) => Optional(name, shape) ?? throw new InvalidDataException(
        $"{path}: {name} [{string.Join(", ", shape)}] is missing. The file has {(tensors.Count == 0 ? "no float tensors" : string.Join(", ", tensors.Select(tensor => $"{tensor.Key} {tensor.Value.ShapeText}").Take(40)))}.");

    /// <summary>Null where there is none.</summary>
    internal float[]? Optional(string name, params int[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            return null;
        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
            throw new InvalidDataException($"{path}: {name} is {tensor.ShapeText}, but the architecture needs [{string.Join(", ", shape)}].");
        var fault = Array.FindIndex(tensor.Values, value => !float.IsFinite(value));
        return fault < 0 ? tensor.Values : throw new InvalidDataException($"{path}: value {fault} of {name} is {tensor.Values[fault]}; all must be finite.");
    }

    /// <summary>The one number of the first of <paramref name="names"/> that is there; 1 where none is.</summary>
    internal float Number(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (tensors.TryGetValue(name, out var tensor))
                return tensor.Values is [var value] && float.IsFinite(value) ? value
                    : throw new InvalidDataException($"{path}: {name} is {tensor.ShapeText}{(tensor.Values.Length == 1 ? $" with the value {tensor.Values[0]}" : "")}, but one finite number is needed.");
        return 1;
    }

    internal InvalidDataException Refused(string why) => new($"{path}: {why}");

    static Dictionary<string, FloatTensor> Unwrapped(string path, IReadOnlyDictionary<string, FloatTensor> tensors)
    {
        var named = new Dictionary<string, FloatTensor>();
        foreach (var (name, tensor) in tensors)
            if (!named.TryAdd(name.StartsWith(Wrapped, StringComparison.Ordinal) ? name[Wrapped.Length..] : name, tensor))
                throw new InvalidDataException($"{path}: has both {name} and the same tensor with or without '{Wrapped}'. Keep one of them.");
        return named;
    }
}
