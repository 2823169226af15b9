using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LocalAi.Rag.Retrieval.Snapshots;

/// <summary>Writes numbers as they stand in memory, and a checksum of them all at the end.</summary>
internal sealed class ImageWriter(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // A span of bytes holds two billion at most.
        const int most = 1 << 24;
        for (; values.Length > most; values = values[most..]) Write(values[..most]);
        var bytes = MemoryMarshal.AsBytes(values);
        _hash.AppendData(bytes);
        stream.Write(bytes);
    }

    public void Write<T>(T value)
        where T : unmanaged => Write(new ReadOnlySpan<T>(in value));

    public void Finish() => stream.Write(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
