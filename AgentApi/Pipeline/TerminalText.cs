using System.Globalization;
using System.Text;

namespace LocalAi.AgentApi.Pipeline;

/// <summary>Takes out of a text what a reader does not see but a terminal or a model obeys.</summary>
internal static class TerminalText
{
    /// <summary>
    /// Removes escape and other control characters (tab and line ends stay), Unicode tag characters and bidirectional overrides;
    /// halves of surrogate pairs become U+FFFD so that every text can be sent as JSON.
    /// </summary>
    public static string Clean(string text)
    {
        var first = IndexOfUnwanted(text);
        if (first < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length).Append(text, 0, first);
        for (var rest = text.AsSpan(first); rest.Length > 0;)
        {
            // Rune decodes half a pair to U+FFFD.
            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (!IsUnwanted(rune))
            {
                clean.Append(rune.ToString());
            }

            rest = rest[length..];
        }

        return clean.ToString();
    }

    /// <summary>The clean beginning of a text; no character is torn apart.</summary>
    public static string Beginning(string text, int longest)
    {
        var clean = Clean(text);
        return clean.Length <= longest ? clean : clean[..(char.IsHighSurrogate(clean[longest - 1]) ? longest - 1 : longest)];
    }

    /// <summary>True for one line with nothing to clean: a name that can be stored, compared and shown as it is.</summary>
    public static bool IsName(string text) => text.AsSpan().IndexOfAny('\n', '\r', '\t') < 0 && Clean(text) == text;

    private static int IndexOfUnwanted(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if ((c < ' ' && c is not ('\n' or '\t' or '\r')) || (c >= '\u007f' && (char.IsSurrogate(c) || IsUnwanted(new Rune(c)))))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsUnwanted(Rune rune) => rune.Value switch
    {
        '\n' or '\t' or '\r' => false,
        >= 0x202a and <= 0x202e or >= 0x2066 and <= 0x2069 or >= 0xe0000 and <= 0xe007f => true,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control,
    };
}
