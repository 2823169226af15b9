using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.ServiceDefaults.Redis;

internal sealed class RedisHealthCheck(RedisConnection redis) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !redis.IsConfigured ? HealthCheckResult.Healthy("Not configured: caches and limits are per process.")
            : redis.Current is null ? HealthCheckResult.Degraded("Redis is away: caches and limits are per process.")
            : HealthCheckResult.Healthy());
}
