namespace LocalAi.Contracts.Embedding;

/// <summary><c>GET /health</c> of the embedding service.</summary>
/// <param name="Ok">True when texts can be embedded now.</param>
/// <param name="Engine">lexical or upstream.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Dim">Length of a vector.</param>
/// <param name="Detail">Why not, or what is degraded.</param>
public sealed record EmbeddingHealth(bool Ok, string Engine, string Model, int Dim, string? Detail = null);
