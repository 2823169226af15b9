using System.Collections.Frozen;
using System.Security.Cryptography;
using LocalAi.ServiceDefaults.Authentication;

namespace LocalAi.Gateway.Keys;

/// <summary>All valid keys in memory: a request never waits for Postgres, and keys work while it is away.</summary>
internal sealed class KeyRing(TimeProvider time) : IApiKeys
{
    private volatile FrozenDictionary<string, ApiKeyRecord[]> _byPrefix = new Dictionary<string, ApiKeyRecord[]>().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True when at least one key exists, expired ones included: a machine that had keys does not open again by itself.</summary>
    public bool Any => _byPrefix.Count > 0;

    public int Count => _byPrefix.Sum(entry => entry.Value.Length);

    /// <summary>Puts another set of keys in force.</summary>
    public void Replace(IEnumerable<ApiKeyRecord> keys) =>
        _byPrefix = keys.GroupBy(k => k.Prefix, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    /// <summary>The key's record, or null when it is unknown, revoked or expired. Compares in constant time.</summary>
    public ApiKeyRecord? Find(ReadOnlySpan<char> key)
    {
        var prefix = ApiKeyText.PrefixOf(key);
        if (prefix.IsEmpty || !_byPrefix.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(prefix, out var candidates))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ApiKeyText.Hash(key, hash);
        foreach (var candidate in candidates)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, candidate.Hash))
            {
                return candidate.ExpiresAt <= time.GetUtcNow() ? null : candidate;
            }
        }

        return null;
    }

    ValueTask<bool> IApiKeys.AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Any);

    ValueTask<ApiKeyIdentity?> IApiKeys.FindAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Find(key) is { } found ? new ApiKeyIdentity(found.Id, found.User, found.Role) : null);
}
