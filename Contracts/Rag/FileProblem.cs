namespace LocalAi.Contracts.Rag;

/// <summary>A file that is not in the index.</summary>
/// <param name="Path">Relative to the indexed folder.</param>
/// <param name="Code">A stable word: <c>too_large</c>, <c>archive</c>, <c>binary</c>, <c>empty</c>, <c>broken</c>, <c>encrypted</c>, <c>unreadable</c>, <c>changing</c>, <c>tool_missing</c> …</param>
/// <param name="Reason">One sentence.</param>
public sealed record FileProblem(string Path, string Code, string Reason);
