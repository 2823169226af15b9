using LocalAi.Contracts.Rag;
using LocalAi.Rag.Retrieval;

namespace LocalAi.Rag.Indexes;

/// <summary>An index and whose vectors it holds; replaced as one, so that a search never mixes models.</summary>
/// <param name="Index">Words and vectors.</param>
/// <param name="ModelId">Row of <c>embedding_models</c>, or null without vectors.</param>
/// <param name="Model">The same by name.</param>
internal sealed record LiveIndex(CollectionIndex Index, int? ModelId, EmbeddingIdentity? Model);
