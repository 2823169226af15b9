using System.Buffers.Binary;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>
/// Reads one protobuf message field by field (protobuf.dev, "Encoding"). Submessages are read by a new reader over
/// <see cref="Bytes"/>. Every read checks bounds and wire type; nothing is allocated.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the field whose value comes next.</summary>
    public int Field { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>Moves to the next field; its value must then be read or skipped. False at the end of the message.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
            return false;

        var tag = RawVarint();
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        if (tag > uint.MaxValue || Field == 0)
            throw new OtlpFormatException("A protobuf field has an impossible number.");

        return true;
    }

    public ulong Varint()
    {
        Expect(WireType.Varint);
        return RawVarint();
    }

    public int Int32() => unchecked((int)Varint());

    public ulong Fixed64()
    {
        Expect(WireType.Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    public double Double() => BitConverter.UInt64BitsToDouble(Fixed64());

    public ReadOnlySpan<byte> Bytes()
    {
        Expect(WireType.Bytes);
        var length = RawVarint();
        if (length > (ulong)_rest.Length)
            throw new OtlpFormatException($"Protobuf field {Field} is longer than the message.");

        return Take((int)length);
    }

    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint:
                RawVarint();
                break;
            case WireType.Fixed64:
                Take(8);
                break;
            case WireType.Bytes:
                Bytes();
                break;
            case WireType.Fixed32:
                Take(4);
                break;
            default:
                throw new OtlpFormatException($"Protobuf field {Field} has the unknown wire type {(int)Type}.");
        }
    }

    /// <summary>The last submessage with this number, empty when there is none; for what must be known before the fields around it.</summary>
    public static ReadOnlySpan<byte> FindBytes(ReadOnlySpan<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        ReadOnlySpan<byte> found = default;
        while (reader.Next())
        {
            if (reader.Field == field)
                found = reader.Bytes();
            else
                reader.Skip();
        }

        return found;
    }

    private ulong RawVarint()
    {
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i == _rest.Length)
                break;

            value |= (ulong)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new OtlpFormatException("A protobuf number does not end.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new OtlpFormatException($"The message ends inside protobuf field {Field}.");

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly void Expect(WireType type)
    {
        if (Type != type)
            throw new OtlpFormatException($"Protobuf field {Field} has wire type {(int)Type} where {(int)type} belongs.");
    }
}
