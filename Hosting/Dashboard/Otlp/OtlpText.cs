using System.Text;

namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>Texts as they are kept: cut at a limit, and shared where senders repeat themselves.</summary>
internal static class OtlpText
{
    private const int MaxShared = 64;
    private const int SharedSlots = 2048;

    // Keys, names and short values come again with every export. A slot is overwritten by whoever hashes to it, so it never grows;
    // reading and writing a reference is atomic, so it needs no lock.
    private static readonly string?[] Shared = new string?[SharedSlots];

    public static string Read(ReadOnlySpan<byte> utf8, int maxLength)
    {
        if (utf8.Length <= MaxShared)
            return ReadShared(utf8);

        // A character has at most four bytes: what lies beyond is cut before it is decoded. Invalid bytes become U+FFFD.
        return Cut(Encoding.UTF8.GetString(utf8[..(int)Math.Min(utf8.Length, 4L * (maxLength + 1))]), maxLength);
    }

    /// <summary>At most <paramref name="maxLength"/> characters; an ellipsis tells that there were more.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;

        var end = maxLength - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static string ReadShared(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";

        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref Shared[(uint)hash.ToHashCode() % SharedSlots];
        Span<char> chars = stackalloc char[MaxShared];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (slot is { } shared && chars.SequenceEqual(shared))
            return shared;

        return slot = chars.ToString();
    }
}
