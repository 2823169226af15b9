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

    /// <summary>The part keys are found by, or null when the text cannot be a key.</summary>
    public static string? PrefixOf(string key) =>
        key.Length == Length && key.StartsWith(Start, StringComparison.Ordinal) ? key.Substring(Start.Length, PrefixLength) : null;

    public static byte[] Hash(string key)
    {
        Span<byte> utf8 = stackalloc byte[Length * 3];
        var length = Encoding.UTF8.GetBytes(key, utf8);
        return SHA256.HashData(utf8[..length]);
    }
}
