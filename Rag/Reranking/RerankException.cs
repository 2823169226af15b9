namespace LocalAi.Rag.Reranking;

/// <summary>The reranker gave no order that can be used.</summary>
internal sealed class RerankException(string message, Exception? inner = null) : Exception(message, inner);
