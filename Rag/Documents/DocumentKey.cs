using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Rag.Documents;

/// <summary>The first 128 bits of the SHA-256 of a path or name: paths may be longer than an index entry.</summary>
internal static class DocumentKey
{
    public static Guid Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(hash[..16]);
    }
}
