namespace LocalAi.Contracts.Gateway;

/// <summary>Answer of <c>/api/keys/verify</c>. <c>GET</c> tells only <see cref="AnyKeys"/>.</summary>
public sealed record VerifiedApiKey
{
    /// <summary>True when at least one key exists: callers without one are refused from then on.</summary>
    public bool AnyKeys { get; init; }

    /// <summary>False when the key is unknown, revoked or expired.</summary>
    public bool Valid { get; init; }

    public string? KeyId { get; init; }

    public string? User { get; init; }

    /// <summary>admin or user.</summary>
    public string? Role { get; init; }
}
