namespace LocalAi.Contracts.Rag;

/// <summary><c>GET /documents/{id}</c>: the document and its first 1000 chunks.</summary>
public sealed record DocumentDetail(DocumentSummary Document, IReadOnlyList<DocumentChunk> Chunks);
