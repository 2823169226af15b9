namespace LocalAi.Contracts.OpenAi;

public sealed record ModelList
{
    public IReadOnlyList<ModelEntry> Data { get; set; } = [];
}
