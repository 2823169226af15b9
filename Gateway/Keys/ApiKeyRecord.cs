using System.Text.Json.Serialization;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Callers;

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

    /// <summary>Who calls with it; made once, not for every request.</summary>
    [JsonIgnore]
    public Caller Caller => field ??= new Caller(User, Role, Id, Limits);
}
