using System.Text;

namespace LocalAi.Text.Normalization;

/// <summary>
/// NFKC then NFC, by cluster, so that every output character knows where it came from. macOS file names and some PDFs hold decomposed
/// Hangul (NFD): without this step a Korean question finds nothing in them.
/// </summary>
public static class TextNormalizer
{
    /// <summary>Normalises; a text that is already normal is returned as the same string, without allocation.</summary>
    public static NormalizedText Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = FirstUnsafe(text);
        return first < 0 ? new NormalizedText(text, null) : Rewrite(text, first);
    }

    private static int FirstUnsafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsSettled(text[i])) return i;
        }
        return -1;
    }

    /// <summary>Characters that NFKC neither changes nor joins with a settled neighbour.</summary>
    private static bool IsSettled(char c) => c switch
    {
        < '\u00A0' => true,
        >= '\uAC00' and <= '\uD7A3' => true,
        >= '\u4E00' and <= '\u9FFF' => true,
        >= '\u3041' and <= '\u3096' or >= '\u30A1' and <= '\u30FA' or '\u30FC' => true,
        '\u2010' or >= '\u2012' and <= '\u2016' or >= '\u2018' and <= '\u2023' => true,
        >= '\u2190' and <= '\u21FF' or >= '\u2500' and <= '\u257F' or '\u00B7' or '\u3001' or '\u3002' or >= '\u3008' and <= '\u3011' => true,
        _ => false,
    };

    private static NormalizedText Rewrite(string text, int first)
    {
        // A combining mark joins the character before it.
        var start = Math.Max(0, first - 1);
        var output = new StringBuilder(text.Length + 16);
        var original = new List<int>(text.Length + 17);
        output.Append(text, 0, start);
        for (var i = 0; i < start; i++) original.Add(i);
        for (var i = start; i < text.Length;)
        {
            var end = ClusterEnd(text, i);
            Append(text.AsSpan(i, end - i), i, output, original);
            i = end;
        }
        original.Add(text.Length);
        return new NormalizedText(output.ToString(), [.. original]);
    }

    private static void Append(ReadOnlySpan<char> cluster, int offset, StringBuilder output, List<int> original)
    {
        if (cluster.Length == 1 && IsSettled(cluster[0]))
        {
            output.Append(cluster[0]);
            original.Add(offset);
            return;
        }
        var folded = Sound(cluster).Normalize(NormalizationForm.FormKC).Normalize(NormalizationForm.FormC);
        output.Append(folded);
        for (var i = 0; i < folded.Length; i++) original.Add(offset);
    }

    /// <summary><see cref="string.Normalize()"/> throws on a lone surrogate.</summary>
    private static string Sound(ReadOnlySpan<char> cluster)
    {
        var text = cluster.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return new string('\uFFFD', 1);
        }
        return text;
    }

    private static int ClusterEnd(string text, int start)
    {
        var end = start + 1;
        if (char.IsHighSurrogate(text[start]) && end < text.Length && char.IsLowSurrogate(text[end])) end++;
        while (end < text.Length && Joins(text[end])) end++;
        return end;
    }

    private static bool Joins(char c) =>
        c is >= '\u0300' and <= '\u036F' or >= '\u1160' and <= '\u11FF' or >= '\u3099' and <= '\u309A' or >= '\uFF9E' and <= '\uFF9F'
        || (c > '\u0370' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark);
}
