namespace LocalAi.Contracts.Gateway;

/// <summary>Sums of one group of requests.</summary>
public sealed record UsageRow
{
    /// <summary>The group: a model, user, key id, upstream or day (yyyy-MM-dd, UTC).</summary>
    public required string Group { get; init; }

    public long Requests { get; init; }

    public long Errors { get; init; }

    public long CacheHits { get; init; }

    public long PromptTokens { get; init; }

    public long CompletionTokens { get; init; }

    /// <summary>Mean, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>Mean over streams, in milliseconds; null without streams.</summary>
    public double? FirstTokenMs { get; init; }
}
