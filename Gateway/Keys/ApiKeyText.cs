using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Gateway.Keys;

/// <summary>The form of a key: <c>sk-local-</c> and 256 random bits in base64url (43 characters).</summary>
internal static class ApiKeyText
{
    public const string Start = "sk-local-";
    public const int PrefixLength = 8;
    private const int SecretBytes = 32;
    private const int Length = 9 + 43;

    public static string Create() => Start + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The part keys are found by; empty when the text cannot be a key.</summary>
    public static ReadOnlySpan<char> PrefixOf(ReadOnlySpan<char> key) =>
        key.Length == Length && key.StartsWith(Start, StringComparison.Ordinal) ? key.Slice(Start.Length, PrefixLength) : default;

    public static byte[] Hash(string key)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return hash;
    }

    /// <summary>Writes the hash of a text that is no longer than a key.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[Length * 3];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
    }
}
