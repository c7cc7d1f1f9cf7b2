using System.Runtime.InteropServices;
using BnnMl.Onnx.Format;
using Google.Protobuf;
using static BnnMl.Onnx.Format.TensorProto.Types;

namespace BnnMl.Onnx;

/// <summary>ONNX tensors of C# values; the format's raw data are little-endian.</summary>
static class TensorProtos
{
    /// <summary>A tensor without a name; no dimensions make a scalar.</summary>
    internal static TensorProto Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("ONNX files are written on little-endian machines only.");
        var tensor = new TensorProto { DataType = (int)TypeOf<T>(), RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.Add(dims);
        return tensor;
    }

    /// <summary>ONNX's name for a C# type.</summary>
    internal static DataType TypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => DataType.Float,
        TypeCode.Double => DataType.Double,
        TypeCode.Boolean => DataType.Bool,
        TypeCode.SByte => DataType.Int8,
        TypeCode.Byte => DataType.Uint8,
        TypeCode.Int32 => DataType.Int32,
        TypeCode.Int64 => DataType.Int64,
        TypeCode.UInt64 => DataType.Uint64,
        var code => throw new ArgumentOutOfRangeException(nameof(T), $"{code} has no tensor type here."),
    };

    /// <summary>The declaration of a graph's input or output. A dimension of −1 is the batch, "N".</summary>
    internal static ValueInfoProto Declare(string name, DataType type, params ReadOnlySpan<long> dims)
    {
        var shape = new TensorShapeProto();
        foreach (var dim in dims)
            shape.Dim.Add(dim < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = dim });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }

    static void Add(this Google.Protobuf.Collections.RepeatedField<long> field, ReadOnlySpan<long> values)
    {
        foreach (var value in values)
            field.Add(value);
    }
}
