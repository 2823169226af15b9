namespace LocalAi.Contracts.OpenAi;

/// <summary>One event of a streamed completion.</summary>
public sealed record ChatChunk
{
    public string? Id { get; init; }

    public string? Model { get; init; }

    public IReadOnlyList<ChatChunkChoice> Choices { get; set; } = [];

    /// <summary>Only in the last chunk, when asked for.</summary>
    public Usage? Usage { get; init; }
}
