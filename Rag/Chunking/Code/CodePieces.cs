namespace LocalAi.Rag.Chunking.Code;

/// <summary>
/// Source code: one piece a line, grouped so that symbols (types, functions, statements of SQL) begin chunks and carry their path
/// ("UserRepository &gt; FindByEmailAsync"). Comments, attributes and decorators above a symbol belong to it.
/// </summary>
internal static class CodePieces
{
    public static List<TextPiece> Of(string text, string? language)
    {
        var lines = CodeLines.Of(text, language);
        var symbols = SymbolScanner.Scan(text, lines, language);
        var pieces = new List<TextPiece>();
        var open = new Stack<Symbol>();
        var next = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            while (open.Count > 0 && open.Peek().LastLine < i) open.Pop();
            var starts = false;
            while (next < symbols.Count && symbols[next].FirstLine <= i)
            {
                open.Push(symbols[next++]);
                starts = true;
            }
            var (start, end) = (lines[i].Start, lines[i].End);
            var length = text.AsSpan(start, end - start).TrimEnd().Length;
            if (length > 0) pieces.Add(new TextPiece(start, start + length, Path(open), starts));
        }
        return Merge(pieces);
    }

    private static string Path(Stack<Symbol> open) => open.Count == 0 ? "" : string.Join(" > ", open.Reverse().Select(symbol => symbol.Name));

    /// <summary>Small neighbours under one symbol may share a chunk; the windows do that, so a break is only kept where a symbol begins.</summary>
    private static List<TextPiece> Merge(List<TextPiece> pieces)
    {
        for (var i = 1; i < pieces.Count; i++)
        {
            // The closing brace of a symbol stays with it.
            if (!pieces[i].StartsChunk && pieces[i].Length <= 2 && pieces[i].Context != pieces[i - 1].Context)
                pieces[i] = pieces[i] with { Context = pieces[i - 1].Context };
        }
        return pieces;
    }
}
