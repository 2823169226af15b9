namespace LocalAi.Rag.Chunking;

/// <summary>Tables: one piece a row, the header as context of all.</summary>
internal static class TablePieces
{
    private const int MaxHeader = 300;

    public static List<TextPiece> Of(string text)
    {
        var pieces = new List<TextPiece>();
        var header = "";
        for (var start = 0; start < text.Length;)
        {
            var end = RowEnd(text, start);
            var row = text.AsSpan(start, end - start).TrimEnd();
            if (!row.IsEmpty)
            {
                if (pieces.Count == 0) header = row.Length <= MaxHeader ? row.ToString() : row[..MaxHeader].ToString();
                pieces.Add(new TextPiece(start, start + row.Length, pieces.Count == 0 ? "" : header, false));
            }
            start = end;
        }
        // A header alone is a chunk; with rows it only is their context.
        if (pieces.Count > 1) pieces[0] = pieces[0] with { Context = header };
        return pieces;
    }

    /// <summary>A line break inside quotes belongs to the row (RFC 4180).</summary>
    private static int RowEnd(string text, int start)
    {
        var quoted = false;
        // An unclosed quote must not swallow the file.
        const int longest = 20_000;
        var firstBreak = -1;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != '\n') continue;
            if (!quoted) return i + 1;
            if (firstBreak < 0) firstBreak = i + 1;
            if (i - start > longest) return firstBreak;
        }
        return quoted && firstBreak > 0 ? firstBreak : text.Length;
    }
}
