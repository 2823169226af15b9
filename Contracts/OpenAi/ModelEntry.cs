namespace LocalAi.Contracts.OpenAi;

public sealed record ModelEntry
{
    public required string Id { get; init; }

    public string? OwnedBy { get; init; }
}
