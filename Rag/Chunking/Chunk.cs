namespace LocalAi.Rag.Chunking;

/// <summary>A piece of a document that is indexed, retrieved and cited.</summary>
/// <param name="Index">Position in the document, from 0.</param>
/// <param name="Text">Exactly <c>source.Text[Start..End]</c>.</param>
/// <param name="Context">Heading path, symbol path or table header; indexed and shown, not part of <paramref name="Text"/>; may be empty.</param>
/// <param name="Start">Offset in the source text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="LineStart">First line, from 1.</param>
/// <param name="LineEnd">Last line, from 1, included.</param>
/// <param name="Page">Page, slide or sheet, from 1; null when the document has none.</param>
/// <param name="Tokens">Estimated model tokens of <paramref name="Text"/>.</param>
/// <param name="Hash">SHA-256 of context and text, lower-case hex: equal hash means equal embedding.</param>
internal sealed record Chunk(
    int Index,
    string Text,
    string Context,
    int Start,
    int End,
    int LineStart,
    int LineEnd,
    int? Page,
    int Tokens,
    string Hash);
