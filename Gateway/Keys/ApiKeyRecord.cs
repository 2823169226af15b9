using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Keys;

/// <summary>A key as it is kept: only the hash of its secret.</summary>
internal sealed record ApiKeyRecord
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string User { get; init; }

    public required string Role { get; init; }

    /// <summary>The first characters after <c>sk-local-</c>; keys are found by them.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole key. The key has 256 random bits: a slow hash would protect nothing more.</summary>
    public required byte[] Hash { get; init; }

    public ApiKeyLimits Limits { get; init; } = new();

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
