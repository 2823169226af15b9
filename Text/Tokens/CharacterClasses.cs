namespace LocalAi.Text.Tokens;

/// <summary>One byte per UTF-16 unit: one load decides the run a character belongs to.</summary>
internal static class CharacterClasses
{
    private static readonly byte[] Table = Build();

    public static RunKind Of(char c) => (RunKind)Table[c];

    private static byte[] Build()
    {
        var table = new byte[65536];
        for (var i = 0; i < table.Length; i++) table[i] = (byte)Classify((char)i);
        return table;
    }

    private static RunKind Classify(char c)
    {
        if (c is >= '\uAC00' and <= '\uD7A3' or >= '\u1100' and <= '\u11FF' or >= '\u3131' and <= '\u318E') return RunKind.Hangul;
        if (c is >= '\u3400' and <= '\u9FFF' or >= '\u3040' and <= '\u30FF' or >= '\uF900' and <= '\uFAFF') return RunKind.Cjk;
        // Emoji and other supplementary characters are single-character terms of their own; halves are kept together by the run.
        if (char.IsSurrogate(c)) return RunKind.Cjk;
        return char.IsLetterOrDigit(c) || c == '_' ? RunKind.Latin : RunKind.None;
    }
}
