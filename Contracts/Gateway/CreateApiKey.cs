namespace LocalAi.Contracts.Gateway;

/// <summary><c>POST /api/keys</c>.</summary>
public sealed record CreateApiKey
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whom it acts for; default: the caller.</summary>
    public string? User { get; init; }

    /// <summary>admin or user (default).</summary>
    public string? Role { get; init; }

    public ApiKeyLimits? Limits { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
