namespace LocalAi.ServiceDefaults.Authentication;

/// <summary>The users' API keys. The gateway owns them; other services ask it.</summary>
public interface IApiKeys
{
    /// <summary>True when at least one key exists: from then on callers without a key are refused.</summary>
    ValueTask<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Who the key belongs to, or null when it is unknown, revoked or expired.</summary>
    ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken);
}
