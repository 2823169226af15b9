namespace LocalAi.Contracts.Gateway;

/// <summary>What a key may use. Null: the gateway's default for every key.</summary>
public sealed record ApiKeyLimits
{
    /// <summary>The models it may call; null or empty: all.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    public int? RequestsPerMinute { get; init; }

    public int? TokensPerMinute { get; init; }

    /// <summary>Requests at the same time.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Tokens (prompt and completion) per UTC day; null: no budget.</summary>
    public long? TokensPerDay { get; init; }
}
