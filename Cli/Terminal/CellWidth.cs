using System.Text;

namespace LocalAi.Cli.Terminal;

/// <summary>Cells a text takes on a terminal: two for Hangul, Han, kana and emoji, none for combining marks (after Unicode's East Asian Width).</summary>
internal static class CellWidth
{
    public static int Of(ReadOnlySpan<char> text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            cells += Of(rune);
        }

        return cells;
    }

    public static int Of(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        <= 0x36f or (>= 0x200b and <= 0x200f) or 0xfeff or (>= 0xfe00 and <= 0xfe0f) => 0,
        // Vowels and finals of conjoining jamo join the initial before them.
        >= 0x1160 and <= 0x11ff => 0,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf and not 0x303f) or (>= 0xac00 and <= 0xd7a3)
            or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6)
            or (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => 1,
    };

    /// <summary>The beginning of a text that fits into so many cells.</summary>
    public static string Fit(string text, int cells)
    {
        var used = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Of(rune);
            if (used > cells)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    public static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - Of(text)));
}
