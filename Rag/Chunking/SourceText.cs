namespace LocalAi.Rag.Chunking;

/// <summary>A document's text as a reader gave it, with what is needed to point back into the file.</summary>
/// <param name="Text">Whole text; line ends may be LF or CRLF, offsets count UTF-16 units of exactly this string.</param>
/// <param name="Kind">How it is cut.</param>
/// <param name="Language">For <see cref="SourceKind.Code"/>: csharp, typescript, javascript, python, java, go, rust, sql; else null.</param>
/// <param name="PageStarts">Offsets at which pages (PDF), slides or sheets begin, ascending, first one 0; null when there are none.</param>
internal sealed record SourceText(string Text, SourceKind Kind, string? Language = null, IReadOnlyList<int>? PageStarts = null);
