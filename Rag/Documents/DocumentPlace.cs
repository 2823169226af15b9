namespace LocalAi.Rag.Documents;

/// <summary>Where a document came from.</summary>
internal sealed class DocumentPlace
{
    public long Id { get; init; }

    public string Uri { get; init; } = "";
}
