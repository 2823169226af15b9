namespace LocalAi.Contracts.Rag;

/// <summary><c>POST /collections</c>.</summary>
/// <param name="Name">1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</param>
/// <param name="Description">Up to 1000 characters.</param>
public sealed record CollectionRequest(string Name, string? Description = null);
