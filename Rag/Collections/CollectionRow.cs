namespace LocalAi.Rag.Collections;

/// <summary>A row of <c>collections</c> with the identities of its models.</summary>
internal sealed class CollectionRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public int? ModelId { get; init; }

    public string? ModelEngine { get; init; }

    public string? Model { get; init; }

    public int? ModelDim { get; init; }

    public int? NextModelId { get; init; }

    public string? NextEngine { get; init; }

    public string? NextModel { get; init; }

    public int? NextDim { get; init; }

    public DateTime CreatedAt { get; init; }
}
