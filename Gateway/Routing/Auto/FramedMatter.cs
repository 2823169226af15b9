using System.Text;

namespace LocalAi.Gateway.Routing.Auto;

/// <summary>
/// Material a client lays before the model between tags (&lt;source-1f n="1"&gt; … &lt;/source-1f&gt;, &lt;document&gt; …): data that the question is about. A recipe does not become a
/// question about code because the text it was found in has a command in it.
/// </summary>
internal static class FramedMatter
{
    private const int MostFrames = 1000;
    private const int MostUnclosed = 16;
    private const int LongestName = 64;

    private static readonly string[] Names = ["source", "sources", "document", "documents", "context", "passage", "passages", "excerpt", "excerpts", "reference", "references", "search"];

    /// <summary>The text without such material and the line that introduces it; the text itself when nothing else is in it.</summary>
    public static string Remove(string text)
    {
        if (!text.Contains("</", StringComparison.Ordinal))
        {
            return text;
        }

        var kept = new StringBuilder();
        var (from, unclosed, frames) = (0, 0, 0);
        for (var at = text.IndexOf('<'); at >= 0 && frames < MostFrames && unclosed < MostUnclosed; at = text.IndexOf('<', at))
        {
            var name = NameAt(text, at + 1);
            var end = IsFrame(name) ? text.IndexOf($"</{name}>", at, StringComparison.Ordinal) : -1;
            if (end < 0)
            {
                unclosed += IsFrame(name) ? 1 : 0;
                at++;
                continue;
            }

            Keep(kept, text.AsSpan(from, at - from));
            frames++;
            at = from = end + name.Length + 3;
        }

        kept.Append(text, from, text.Length - from);
        var rest = kept.ToString();
        return string.IsNullOrWhiteSpace(rest) ? text : rest;
    }

    private static void Keep(StringBuilder kept, ReadOnlySpan<char> before)
    {
        before = before.TrimEnd();
        if (before.EndsWith(":"))
        {
            before = before[..(before.LastIndexOf('\n') + 1)];
        }

        kept.Append(before).Append('\n');
    }

    private static string NameAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < LongestName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_'))
        {
            end++;
        }

        return text[start..end];
    }

    private static bool IsFrame(string name) => Names.Contains(name.Split('-', '_')[0], StringComparer.OrdinalIgnoreCase);
}
