namespace LocalAi.Contracts.Gateway;

/// <summary>An API key as the admin API shows it. The key itself is shown once, in <see cref="CreatedApiKey"/>.</summary>
public sealed record ApiKeyEntry
{
    public required string Id { get; init; }

    /// <summary>What the key is for, in its maker's words.</summary>
    public required string Name { get; init; }

    public required string User { get; init; }

    /// <summary>admin or user.</summary>
    public required string Role { get; init; }

    /// <summary>The key's beginning, enough to recognise it.</summary>
    public required string Prefix { get; init; }

    public ApiKeyLimits Limits { get; set; } = new();

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Last use, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
