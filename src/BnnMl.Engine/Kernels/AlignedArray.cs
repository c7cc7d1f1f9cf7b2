using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// An array that begins at a cache line, so that no 64-byte load touches two. Pinned for its life, zeroed; meant for buffers that live as long as their owner.
/// </summary>
sealed class AlignedArray<T>
    where T : unmanaged
{
    const int Line = 64;

    readonly T[] array;
    readonly int offset;
    readonly int length;

    internal AlignedArray(int length)
    {
        var slack = Line / Unsafe.SizeOf<T>();
        array = GC.AllocateArray<T>(length + slack, pinned: true);
        var address = GetAddress(array);
        (offset, this.length) = ((int)(-address & (Line - 1)) / Unsafe.SizeOf<T>(), length);
    }

    internal Span<T> Span => array.AsSpan(offset, length);

    static unsafe nint GetAddress(T[] array) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
