namespace LocalAi.Contracts.Rag;

/// <summary>Event <c>delta</c>: the next piece of the answer.</summary>
public sealed record QueryDelta(string Text);
