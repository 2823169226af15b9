using System.Security.Cryptography;
using System.Text;
using LocalAi.Text.Tokens;

namespace LocalAi.Rag.Chunking;

/// <summary>
/// Fills chunks with pieces up to the size, repeats the last pieces up to the overlap, cuts pieces that are larger than a chunk, and drops
/// chunks that were there already.
/// </summary>
internal sealed class ChunkWindows(SourceText source, ChunkingOptions options)
{
    private const int CancellationStride = 256;
    private const int OpeningTokens = 24;

    /// <summary>Blank stretches count no tokens; a piece is measured only this far, so that a file of one line costs its length once.</summary>
    private const int MaxCharactersPerToken = 8;

    private readonly List<Chunk> _chunks = [];
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly LinePositions _lines = new(source.Text);

    public IReadOnlyList<Chunk> Fill(List<TextPiece> pieces, CancellationToken cancellationToken)
    {
        var window = new List<(TextPiece Piece, int Tokens)>();
        var tokens = 0;
        var fresh = 0;
        var count = 0;
        foreach (var piece in pieces.SelectMany(Fit))
        {
            if (count++ % CancellationStride == 0) cancellationToken.ThrowIfCancellationRequested();
            var size = TokenEstimate.Count(source.Text.AsSpan(piece.Start, piece.Length));
            var isNewContext = window.Count > 0 && (piece.StartsChunk || piece.Context != window[^1].Piece.Context || IsNewPage(window[^1].Piece, piece));
            if (isNewContext && fresh > 0 && !IsOpening(window, piece))
            {
                Emit(window);
                window.Clear();
                tokens = fresh = 0;
            }
            else if (tokens + size > options.Size && fresh > 0)
            {
                Emit(window);
                tokens = KeepOverlap(window, options.Size - size);
                fresh = 0;
            }
            window.Add((piece, size));
            tokens += size;
            fresh++;
            if (_chunks.Count >= options.MaxChunksPerDocument) return _chunks;
        }
        if (fresh > 0) Emit(window);
        return _chunks;
    }

    /// <summary>A heading or the first lines of a class, without a word of their own, stay with the first thing inside.</summary>
    private bool IsOpening(List<(TextPiece Piece, int Tokens)> window, TextPiece next) =>
        window[0].Piece.StartsChunk && (window.Count == 1 || source.Kind == SourceKind.Code) && window.Sum(item => item.Tokens) < OpeningTokens
        && next.Context.StartsWith(window[^1].Piece.Context + " > ", StringComparison.Ordinal);

    private bool IsNewPage(TextPiece last, TextPiece next) => source.PageStarts is not null && PageOf(last.Start) != PageOf(next.Start);

    private int KeepOverlap(List<(TextPiece Piece, int Tokens)> window, int room)
    {
        var kept = 0;
        var first = window.Count;
        while (first > 0 && kept + window[first - 1].Tokens <= Math.Min(options.Overlap, room)) kept += window[--first].Tokens;
        window.RemoveRange(0, first);
        return kept;
    }

    private void Emit(List<(TextPiece Piece, int Tokens)> window)
    {
        if (_chunks.Count >= options.MaxChunksPerDocument) return;
        var (start, end) = (window[0].Piece.Start, window[^1].Piece.End);
        var text = source.Text[start..end];
        if (!text.AsSpan().ContainsLetterOrDigit()) return;
        var context = window[^1].Piece.Context;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context + "\n" + text)));
        if (!_hashes.Add(hash)) return;
        _chunks.Add(new Chunk(
            _chunks.Count, text, context, start, end, _lines.LineOf(start), _lines.LineOf(Math.Max(start, end - 1)), PageOf(start), TokenEstimate.Count(text), hash));
    }

    private int? PageOf(int offset)
    {
        if (source.PageStarts is not { Count: > 0 } pages) return null;
        int low = 0, high = pages.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pages[middle] <= offset) low = middle;
            else high = middle - 1;
        }
        return low + 1;
    }

    /// <summary>A piece that is larger than a chunk is cut at lines, then at words, then anywhere but inside a surrogate pair.</summary>
    private IEnumerable<TextPiece> Fit(TextPiece piece)
    {
        var start = piece.Start;
        var isFirst = true;
        while (start < piece.End)
        {
            var rest = piece.End - start;
            var fits = rest <= options.Size * MaxCharactersPerToken && TokenEstimate.Count(source.Text.AsSpan(start, rest)) <= options.Size;
            var end = fits ? piece.End : CutPoint(start, piece.End);
            yield return new TextPiece(start, end, piece.Context, isFirst && piece.StartsChunk);
            isFirst = false;
            start = end;
            while (start < piece.End && char.IsWhiteSpace(source.Text[start])) start++;
        }
    }

    private int CutPoint(int start, int end)
    {
        // The longest prefix that fits.
        int low = start + 1, high = Math.Min(end, start + options.Size * MaxCharactersPerToken);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (TokenEstimate.Count(source.Text.AsSpan(start, middle - start)) <= options.Size) low = middle;
            else high = middle - 1;
        }
        var line = source.Text.LastIndexOf('\n', low - 1, low - start);
        if (line > start + (low - start) / 2) return line + 1;
        var space = source.Text.LastIndexOf(' ', low - 1, low - start);
        if (space > start + (low - start) / 2) return space + 1;
        return low < end && char.IsLowSurrogate(source.Text[low]) && low - 1 > start ? low - 1 : low;
    }
}
