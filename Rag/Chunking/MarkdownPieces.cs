namespace LocalAi.Rag.Chunking;

/// <summary>
/// Markdown: headings start chunks and their path is the context; fenced code, tables and list items stay whole where they fit; the rest
/// is cut into sentences.
/// </summary>
internal static class MarkdownPieces
{
    private const int MaxLevels = 6;

    public static List<TextPiece> Of(string text)
    {
        var pieces = new List<TextPiece>();
        var path = new string?[MaxLevels];
        var context = "";
        var proseStart = -1;
        for (var start = FrontMatterEnd(text); start < text.Length;)
        {
            var end = LineEnd(text, start);
            var line = text.AsSpan(start, end - start);
            var level = HeadingLevel(line);
            if (level > 0)
            {
                FlushProse(start);
                path[level - 1] = line.TrimEnd()[level..].Trim(" #").ToString();
                Array.Clear(path, level, MaxLevels - level);
                context = string.Join(" > ", path.Where(part => !string.IsNullOrEmpty(part)));
                Add(start, end, true);
            }
            else if (IsFence(line))
            {
                FlushProse(start);
                end = FenceEnd(text, start, end);
                Add(start, end, false);
            }
            else if (line.TrimStart().StartsWith("|"))
            {
                FlushProse(start);
                Add(start, end, false);
            }
            else if (proseStart < 0)
            {
                proseStart = start;
            }
            start = end;
        }
        FlushProse(text.Length);
        return pieces;

        void FlushProse(int end)
        {
            if (proseStart >= 0) pieces.AddRange(PlainPieces.Of(text, proseStart, end, context));
            proseStart = -1;
        }

        void Add(int start, int end, bool isHeading)
        {
            var trimmed = text.AsSpan(start, end - start).TrimEnd().Length;
            if (trimmed > 0) pieces.Add(new TextPiece(start, start + trimmed, context, isHeading));
        }
    }

    /// <summary>YAML between two lines of dashes at the top is kept as prose only where it is not closed.</summary>
    private static int FrontMatterEnd(string text)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal) && !text.StartsWith("---\r\n", StringComparison.Ordinal)) return 0;
        var close = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        return close < 0 ? 0 : LineEnd(text, close + 1);
    }

    private static int HeadingLevel(ReadOnlySpan<char> line)
    {
        var level = 0;
        while (level < line.Length && line[level] == '#') level++;
        return level is >= 1 and <= MaxLevels && level < line.Length && line[level] == ' ' ? level : 0;
    }

    private static bool IsFence(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line.StartsWith("```") || line.StartsWith("~~~");
    }

    private static int FenceEnd(string text, int start, int end)
    {
        var mark = text.AsSpan(start, end - start).TrimStart()[..3].ToString();
        while (end < text.Length)
        {
            var next = LineEnd(text, end);
            var line = text.AsSpan(end, next - end).Trim();
            end = next;
            if (line.StartsWith(mark) && line.TrimStart(mark[0]).IsEmpty) break;
        }
        return end;
    }

    private static int LineEnd(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text.Length : end + 1;
    }
}
