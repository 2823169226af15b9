namespace LocalAi.Rag.Qdrant;

/// <summary>Qdrant is away or refuses.</summary>
internal sealed class QdrantException(string message, System.Net.HttpStatusCode? status = null, Exception? inner = null) : Exception(message, inner)
{
    public System.Net.HttpStatusCode? Status { get; } = status;
}
