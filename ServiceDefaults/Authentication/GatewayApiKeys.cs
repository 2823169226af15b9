using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalAi.ServiceDefaults.Authentication;

/// <summary>
/// The users' keys as the gateway knows them, for services that are not the gateway. Answers are kept for half a minute (a revoked key works
/// that long at most); while the gateway is away, what was known stays.
/// </summary>
internal sealed class GatewayApiKeys(IServiceScopeFactory scopes, IOptions<LocalAiOptions> options, TimeProvider time) : IApiKeys
{
    private const int MostKeys = 1000;
    private static readonly TimeSpan FoundAge = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnknownAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnyAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Known> _keys = new(StringComparer.Ordinal);
    private volatile Known? _any;

    public async ValueTask<bool> AnyAsync(CancellationToken cancellationToken)
    {
        if (_any is { } known && time.GetElapsedTime(known.At) < AnyAge)
        {
            return known.Any;
        }

        var answer = await AskAsync((client, token) => client.AnyKeysAsync(token), cancellationToken);
        var any = answer?.AnyKeys ?? _any?.Any ?? GatewayHadKeys();
        _any = new Known(time.GetTimestamp(), any, null);
        return any;
    }

    public async ValueTask<ApiKeyIdentity?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!key.StartsWith("sk-local-", StringComparison.Ordinal) || key.Length > 128)
        {
            return null;
        }

        // The hash: keys themselves are not kept.
        var id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var isKnown = _keys.TryGetValue(id, out var known);
        if (isKnown && time.GetElapsedTime(known!.At) < (known.Identity is null ? UnknownAge : FoundAge))
        {
            return known.Identity;
        }

        if (await AskAsync((client, token) => client.VerifyKeyAsync(key, token), cancellationToken) is not { } answer)
        {
            return known?.Identity;
        }

        if (_keys.Count >= MostKeys)
        {
            _keys.Clear();
        }

        var identity = answer is { Valid: true, KeyId: { } keyId, User: { } user, Role: { } role } ? new ApiKeyIdentity(keyId, user, role) : null;
        _keys[id] = new Known(time.GetTimestamp(), true, identity);
        return identity;
    }

    /// <summary>Null when the gateway does not answer.</summary>
    private async Task<VerifiedApiKey?> AskAsync(Func<GatewayAdminClient, CancellationToken, Task<VerifiedApiKey>> ask, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await ask(scope.ServiceProvider.GetRequiredService<GatewayAdminClient>(), limit.Token);
        }
        catch (Exception away) when (away is ApiException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>The gateway's copy of its keys in the data folder: a service that starts before the gateway must not take the machine for one without keys.</summary>
    private bool GatewayHadKeys()
    {
        var copy = new FileInfo(Path.Combine(Configuration.DataFolder.Resolve(options.Value), "keys", "gateway-keys.json"));
        return copy.Exists && copy.Length > "[]".Length;
    }

    private sealed record Known(long At, bool Any, ApiKeyIdentity? Identity);
}
