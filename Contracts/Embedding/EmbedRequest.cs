namespace LocalAi.Contracts.Embedding;

/// <summary><c>POST /embed</c>.</summary>
/// <param name="Texts">1 to 1024 texts of at most 8000 characters each.</param>
/// <param name="Kind">query or passage: models that tell them apart get their prefix.</param>
public sealed record EmbedRequest(IReadOnlyList<string> Texts, EmbedKind Kind = EmbedKind.Passage);
