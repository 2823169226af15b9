using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.Benchmarks.AgentApi;

/// <summary>One key that everybody must send. The gateway's answer about a key is cached too, so this is what a call costs.</summary>
internal sealed class BenchKeys : IApiKeys
{
    public const string Key = "sk-local-bench-0123456789abcdef";

    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(key == Key ? new ApiKeyIdentity("bench", "bench", Roles.User) : null);
}
