using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BnnMl;

/// <summary>
/// Zeroed, pinned memory that begins at a cache line, so that no 64-byte load touches two, with 128 more bytes behind its end that whole-vector loads and stores may
/// touch. Meant for buffers that live as long as their owner.
/// </summary>
sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    const int Line = 64;
    const int Slack = 128;

    readonly T[] array;
    readonly int offset;

    /// <exception cref="ArgumentOutOfRangeException">More than an array can hold.</exception>
    internal AlignedBuffer(long length)
    {
        var room = length + ((Line + Slack) / sizeof(T));
        if (room > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(length), $"A buffer of {length} numbers is more than the {Array.MaxLength} that are possible: train with a smaller BatchSize or a narrower network.");
        array = GC.AllocateArray<T>((int)room, pinned: true);
        var first = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        (offset, Length) = ((int)(-(nint)first & (Line - 1)) / sizeof(T), length);
        Pointer = first + offset;
    }

    /// <summary>Elements, without the slack.</summary>
    internal long Length { get; }

    /// <summary>The first element; valid while this object is reachable.</summary>
    internal T* Pointer { get; }

    internal Span<T> Span => array.AsSpan(offset, (int)Length);
}
