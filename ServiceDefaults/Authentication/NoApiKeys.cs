namespace LocalAi.ServiceDefaults.Authentication;

/// <summary>For services that know of no keys: loopback callers are the default user, everyone else needs the internal key.</summary>
internal sealed class NoApiKeys : IApiKeys
{
    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<ApiKeyIdentity?>(null);
}
