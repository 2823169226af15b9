namespace LocalAi.Contracts.Rag;

/// <summary>What made a vector. Vectors of different identities are never compared.</summary>
/// <param name="Engine">lexical or upstream.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Dim">Length of a vector.</param>
public sealed record EmbeddingIdentity(string Engine, string Model, int Dim);
