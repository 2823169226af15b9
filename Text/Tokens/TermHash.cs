namespace LocalAi.Text.Tokens;

/// <summary>
/// 64-bit keys for terms: indexes hold keys instead of strings. Among a million terms the chance of one collision is 3·10⁻⁸.
/// The field is part of the key.
/// </summary>
public static class TermHash
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const ulong WordSeed = 0xD6E8FEB86659FD93;
    private const ulong BigramSeed = 0xA0761D6478BD642F;

    public static ulong Word(ReadOnlySpan<char> term)
    {
        var hash = WordSeed;
        foreach (var c in term) hash = Mix(hash, c);
        return hash;
    }

    public static ulong Bigram(char first, char second) => Mix(BigramSeed, (uint)first << 16 | second);

    private static ulong Mix(ulong hash, uint value)
    {
        hash = (hash ^ value) * Multiplier;
        return hash ^ (hash >> 32);
    }
}
