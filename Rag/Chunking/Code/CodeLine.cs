namespace LocalAi.Rag.Chunking.Code;

/// <summary>A line of code as the symbol scanner sees it.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its line break.</param>
/// <param name="Code">The line without strings and comments, trimmed; empty for a line of comment.</param>
/// <param name="Indent">Columns of white space in front; a tab counts four.</param>
/// <param name="Depth">Open braces before the line.</param>
/// <param name="DepthAfter">Open braces after it.</param>
internal readonly record struct CodeLine(int Start, int End, string Code, int Indent, int Depth, int DepthAfter)
{
    public bool IsBlank => Code.Length == 0;
}
