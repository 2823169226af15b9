namespace LocalAi.Contracts.OpenAi;

public sealed record ChatCompletion
{
    public string? Id { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<ChatChoice> Choices { get; set; } = [];

    public Usage? Usage { get; init; }
}
