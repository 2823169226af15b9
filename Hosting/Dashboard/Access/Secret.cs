using System.Security.Cryptography;
using System.Text;

namespace LocalAi.Hosting.Dashboard.Access;

/// <summary>A token that can be compared with what a stranger sent without telling by the time taken how much of it was right.</summary>
internal sealed class Secret(string value)
{
    private readonly byte[] _hash = Hash(value);

    public string Value { get; } = value;

    /// <summary>192 random bits, URL-safe.</summary>
    public static Secret Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));

    /// <summary>Constant time for every input: hashes of equal length are compared, not the texts.</summary>
    public bool Matches(string? candidate) =>
        candidate is { Length: > 0 and <= 1024 } && CryptographicOperations.FixedTimeEquals(_hash, Hash(candidate));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
