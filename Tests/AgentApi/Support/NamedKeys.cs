using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.Tests.AgentApi.Support;

/// <summary>Keys whose text says whom they act for.</summary>
internal sealed class NamedKeys : IApiKeys
{
    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(
        key.StartsWith("key-", StringComparison.Ordinal) ? new ApiKeyIdentity(key, key[4..], Roles.User)
        : key.StartsWith("admin-", StringComparison.Ordinal) ? new ApiKeyIdentity(key, key[6..], Roles.Admin)
        : null);
}
