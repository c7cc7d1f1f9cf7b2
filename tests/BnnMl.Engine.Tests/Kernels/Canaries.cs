namespace BnnMl.Engine.Tests.Kernels;

/// <summary>Buffers between values that nobody may overwrite; they are not zeros, so reading them shows too.</summary>
static class Canaries
{
    const int Guard = 16;

    /// <summary>Calls <paramref name="use"/> with a guarded copy of <paramref name="values"/>, asserts that the guards are as they were, and returns the copy.</summary>
    internal static T[] Around<T>(T[] values, T canary, Action<Memory<T>> use)
        where T : unmanaged
    {
        var buffer = new T[values.Length + (2 * Guard)];
        Array.Fill(buffer, canary);
        values.CopyTo(buffer, Guard);
        use(buffer.AsMemory(Guard, values.Length));
        var touched = buffer.Where((value, i) => (i < Guard || i >= Guard + values.Length) && !value.Equals(canary)).Count();
        Assert.True(touched == 0, $"{touched} values around a buffer of {values.Length} were overwritten");
        return buffer[Guard..^Guard];
    }
}
