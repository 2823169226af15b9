namespace LocalAi.Contracts.Rag;

/// <param name="Role">user or assistant.</param>
/// <param name="Content">What was said.</param>
public sealed record HistoryTurn(string Role, string Content);
