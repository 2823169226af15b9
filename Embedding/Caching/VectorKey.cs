using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Contracts.Embedding;

namespace LocalAi.Embedding.Caching;

/// <summary>What a cached vector belongs to: engine, model, kind and text, as 128 bits of SHA-256.</summary>
internal readonly record struct VectorKey(UInt128 Value)
{
    public static VectorKey Of(string engine, string model, EmbedKind kind, string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{engine}\n{model}\n{kind}\n"));
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new VectorKey(BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    public override string ToString() => Value.ToString("x32");
}
