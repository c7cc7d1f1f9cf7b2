using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>Zeroed memory outside the garbage collector's heap, on a 64-byte border, with 128 more bytes behind its end that whole-vector loads and stores may touch.</summary>
sealed unsafe class AlignedBuffer<T> : IDisposable where T : unmanaged
{
    const int Slack = 128;
    T* pointer;

    internal AlignedBuffer(long length)
    {
        Length = length;
        var bytes = checked((nuint)((length * sizeof(T)) + Slack));
        pointer = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~AlignedBuffer() => Dispose();

    /// <summary>Elements, without the slack.</summary>
    internal long Length { get; }

    /// <summary>The first element; valid while this object is reachable and not disposed.</summary>
    internal T* Pointer => pointer;

    internal Span<T> Span => new(pointer, checked((int)Length));

    public void Dispose()
    {
        if (pointer == null)
            return;
        NativeMemory.AlignedFree(pointer);
        pointer = null;
        GC.RemoveMemoryPressure((Length * sizeof(T)) + Slack);
        GC.SuppressFinalize(this);
    }
}
