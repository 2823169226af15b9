using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;

namespace LocalAi.Gateway.Limits;

/// <summary>A caller's limits: its key's, else the defaults. 0: no limit.</summary>
internal readonly record struct EffectiveLimits(int RequestsPerMinute, int TokensPerMinute, int Concurrency)
{
    public static EffectiveLimits Of(ApiKeyLimits? key, LimitOptions defaults) => new(
        key?.RequestsPerMinute ?? defaults.RequestsPerMinute,
        key?.TokensPerMinute ?? defaults.TokensPerMinute,
        key?.Concurrency ?? defaults.Concurrency);
}
