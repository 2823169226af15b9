namespace LocalAi.Gateway.Usage;

/// <summary>One finished request, as it is kept in <c>gateway.usage</c>.</summary>
internal sealed record UsageEntry
{
    /// <summary>Made here, so that writing a row twice leaves one.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string RequestId { get; init; }

    public string? KeyId { get; init; }

    public required string User { get; init; }

    public required string Model { get; init; }

    public string? Upstream { get; init; }

    public string? UpstreamModel { get; init; }

    public required string Operation { get; init; }

    public bool Streamed { get; init; }

    public required string Outcome { get; init; }

    public required string Cache { get; init; }

    public int PromptTokens { get; init; }

    public int CompletionTokens { get; init; }

    public bool Estimated { get; init; }

    public float DurationMs { get; init; }

    public float? FirstTokenMs { get; init; }

    public float QueueMs { get; init; }

    public int Retries { get; init; }

    public int Fallbacks { get; init; }
}
