using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LocalAi.Tests.Support;

/// <summary>
/// Collects metadata and F32 tensors and writes them as one GGUF file, version 3, little endian, as specified in
/// ggml's docs/gguf.md: header, key-value pairs, tensor descriptions, then tensor data, each tensor aligned to 32 bytes.
/// </summary>
internal sealed class TinyGgufFile
{
    private const uint Version = 3;
    private const int Alignment = 32;
    private const uint TensorTypeF32 = 0;

    private readonly MemoryStream _metadata = new();
    private readonly List<(string Name, long[] Shape, float[] Values)> _tensors = [];
    private ulong _metadataCount;

    /// <summary>The value types of GGUF metadata that these files use, with the numbers the format gives them.</summary>
    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Bool = 7,
        String = 8,
        Array = 9,
    }

    public void Set(string key, uint value)
    {
        Key(key, ValueType.UInt32);
        Write(_metadata, value);
    }

    public void Set(string key, float value)
    {
        Key(key, ValueType.Float32);
        Write(_metadata, BitConverter.SingleToUInt32Bits(value));
    }

    public void Set(string key, bool value)
    {
        Key(key, ValueType.Bool);
        _metadata.WriteByte(value ? (byte)1 : (byte)0);
    }

    public void Set(string key, string value)
    {
        Key(key, ValueType.String);
        Write(_metadata, value);
    }

    public void Set(string key, IReadOnlyCollection<string> values)
    {
        ArrayKey(key, ValueType.String, values.Count);
        foreach (var value in values) Write(_metadata, value);
    }

    public void Set(string key, IReadOnlyCollection<float> values)
    {
        ArrayKey(key, ValueType.Float32, values.Count);
        foreach (var value in values) Write(_metadata, BitConverter.SingleToUInt32Bits(value));
    }

    public void Set(string key, IReadOnlyCollection<int> values)
    {
        ArrayKey(key, ValueType.Int32, values.Count);
        foreach (var value in values) Write(_metadata, unchecked((uint)value));
    }

    /// <summary>Adds a tensor. <paramref name="shape"/> has the fastest-changing dimension first, as ggml counts them.</summary>
    public void Add(string name, float[] values, params long[] shape)
    {
        shape.Aggregate(1L, (a, b) => a * b).ShouldBe(values.Length, name);
        _tensors.Add((name, shape, values));
    }

    public void Save(string path)
    {
        using var file = File.Create(path);
        file.Write("GGUF"u8);
        Write(file, Version);
        Write(file, (ulong)_tensors.Count);
        Write(file, _metadataCount);
        _metadata.WriteTo(file);

        ulong offset = 0;
        foreach (var (name, shape, values) in _tensors)
        {
            Write(file, name);
            Write(file, (uint)shape.Length);
            foreach (var dimension in shape) Write(file, (ulong)dimension);
            Write(file, TensorTypeF32);
            Write(file, offset);
            offset += Aligned((ulong)values.Length * sizeof(float));
        }

        foreach (var (_, _, values) in _tensors)
        {
            Pad(file);
            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        Pad(file);
    }

    private static ulong Aligned(ulong size) => (size + Alignment - 1) / Alignment * Alignment;

    private static void Pad(FileStream file) => file.Write(new byte[(int)(Aligned((ulong)file.Position) - (ulong)file.Position)]);

    private void ArrayKey(string key, ValueType elements, int count)
    {
        Key(key, ValueType.Array);
        Write(_metadata, (uint)elements);
        Write(_metadata, (ulong)count);
    }

    private void Key(string key, ValueType type)
    {
        _metadataCount++;
        Write(_metadata, key);
        Write(_metadata, (uint)type);
    }

    private static void Write(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Write(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }
}
