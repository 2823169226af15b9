using System.Buffers;

namespace LocalAi.Text.Sentences;

/// <summary>
/// Cuts Korean and English prose into sentences. Breaks after <c>. ? ! 。 …</c> with closing quotes when a space follows, at blank lines and
/// before list items; not inside numbers (3.14, 2024.1.), after single capitals and common abbreviations, in URLs, or inside fenced code.
/// </summary>
public static class SentenceSplitter
{
    private static readonly string[] Abbreviations = ["e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "prof", "no", "fig", "al", "cf", "approx", "inc", "ltd", "st"];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public static List<Sentence> Split(ReadOnlySpan<char> text)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        var i = 0;
        while (i < text.Length)
        {
            if (IsFence(text, i))
            {
                Add(text, start, i, sentences);
                var end = FenceEnd(text, i);
                Add(text, i, end, sentences);
                start = i = end;
                continue;
            }
            var next = BreakAfter(text, i);
            if (next > 0)
            {
                Add(text, start, next, sentences);
                start = next;
                i = next;
            }
            else
            {
                i++;
            }
        }
        Add(text, start, text.Length, sentences);
        return sentences;
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, List<Sentence> sentences)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add(new Sentence(start, end - start));
    }

    /// <returns>Offset after the break when the character at <paramref name="i"/> ends a sentence, else 0.</returns>
    private static int BreakAfter(ReadOnlySpan<char> text, int i)
    {
        var c = text[i];
        if (c == '\n') return IsLineBreak(text, i) ? i + 1 : 0;
        if (c is '。' or '！' or '？') return ClosingEnd(text, i + 1);
        if (c is not ('.' or '?' or '!' or '…')) return 0;
        var end = ClosingEnd(text, i + 1);
        if (end < text.Length && !char.IsWhiteSpace(text[end])) return 0;
        return c == '.' && IsAbbreviation(text, i) ? 0 : end;
    }

    private static int ClosingEnd(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && text[i] is '.' or '?' or '!' or '…' or '"' or '\'' or ')' or ']' or '”' or '’' or '」' or '』' or '。') i++;
        return i;
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> text, int dot)
    {
        var start = dot;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] is not ('(' or '[' or '"')) start--;
        var word = text[start..dot];
        if (word.IsEmpty) return false;
        if (word.Length == 1 && char.IsAsciiLetterUpper(word[0])) return true;
        // A list marker (1.) or a date (2024.1.): the sentence goes on after it.
        if (!word.ContainsAnyExcept(NumberCharacters)) return IsAtLineStart(text, start) || word.Contains('.');
        foreach (var abbreviation in Abbreviations)
        {
            if (word.Equals(abbreviation, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static bool IsAtLineStart(ReadOnlySpan<char> text, int i)
    {
        while (i > 0 && text[i - 1] is ' ' or '\t') i--;
        return i == 0 || text[i - 1] == '\n';
    }

    /// <summary>A blank line, a list item or a heading follows.</summary>
    private static bool IsLineBreak(ReadOnlySpan<char> text, int newLine)
    {
        var i = newLine + 1;
        while (i < text.Length && text[i] is ' ' or '\t' or '\r') i++;
        if (i == text.Length || text[i] is '\n' or '#' or '|') return true;
        if (text[i] is '-' or '*' or '+' or '•' or '·') return i + 1 < text.Length && text[i + 1] == ' ';
        var digits = i;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        return digits > i && digits + 1 < text.Length && text[digits] is '.' or ')' && text[digits + 1] == ' ';
    }

    private static bool IsFence(ReadOnlySpan<char> text, int i) =>
        text[i] is '`' or '~' && i + 2 < text.Length && text[i + 1] == text[i] && text[i + 2] == text[i] && IsAtLineStart(text, i);

    private static int FenceEnd(ReadOnlySpan<char> text, int i)
    {
        var mark = text.Slice(i, 3);
        for (var line = NextLine(text, i); line < text.Length; line = NextLine(text, line))
        {
            if (text[line..].TrimStart(" \t").StartsWith(mark)) return NextLine(text, line);
        }
        return text.Length;
    }

    private static int NextLine(ReadOnlySpan<char> text, int i)
    {
        var end = text[i..].IndexOf('\n');
        return end < 0 ? text.Length : i + end + 1;
    }
}
