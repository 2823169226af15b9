using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LocalAi.Rag.Retrieval.Snapshots;

/// <summary>Reads what <see cref="ImageWriter"/> wrote. Nothing is allocated for more than the file holds.</summary>
internal sealed class ImageReader : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private long _left;

    public ImageReader(Stream stream)
    {
        _stream = stream;
        _left = stream.Length - SHA256.HashSizeInBytes;
    }

    /// <summary>How many things of a size the rest can hold at most.</summary>
    public int Most(int size) => (int)Math.Min(int.MaxValue, Math.Max(0, _left) / size);

    public T Read<T>()
        where T : unmanaged
    {
        T value = default;
        Read(new Span<T>(ref value));
        return value;
    }

    public T[] ReadArray<T>(int count)
        where T : unmanaged
    {
        if (count < 0 || (long)count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() > _left) throw new InvalidDataException("The image names more than it holds.");
        var values = new T[count];
        Read(values.AsSpan());
        return values;
    }

    /// <exception cref="InvalidDataException">The image is not what was written.</exception>
    public void Finish()
    {
        if (_left != 0) throw new InvalidDataException("The image holds more than it names.");
        var found = _hash.GetHashAndReset();
        _left = SHA256.HashSizeInBytes;
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        Read(expected);
        if (!expected.SequenceEqual(found)) throw new InvalidDataException("The checksum of the image is wrong.");
    }

    public void Dispose() => _hash.Dispose();

    private void Read<T>(Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length > _left) throw new InvalidDataException("The image is cut.");
        _left -= bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_start == _end) Fill();
            var count = Math.Min(bytes.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(bytes);
            _start += count;
            bytes = bytes[count..];
        }
    }

    private void Fill()
    {
        (_start, _end) = (0, _stream.Read(_buffer));
        if (_end == 0) throw new InvalidDataException("The image is cut.");
        // The last bytes are the checksum itself.
        var position = _stream.Position;
        var ofChecksum = (int)Math.Clamp(position - (_stream.Length - SHA256.HashSizeInBytes), 0, _end);
        _hash.AppendData(_buffer.AsSpan(0, _end - ofChecksum));
    }
}
