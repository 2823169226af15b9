using LocalAi.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LocalAi.Gateway.Limits;

/// <summary>
/// Shares the counts of several gateways through Redis, once a second and never inside a request: a request costs no round trip, and
/// without Redis every gateway limits for itself. Between two exchanges a caller may use at most a second's worth more.
/// </summary>
internal sealed partial class SharedLimits(CallerLimits limits, RedisConnection redis, TimeProvider time, ILogger<SharedLimits> logger) : BackgroundService
{
    private const string Prefix = "localai:gateway:limits:";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(3);

    private bool _wasAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            limits.ForgetIdle();
            if (redis.IsConfigured)
            {
                await ExchangeAsync();
            }
        }
    }

    private async Task ExchangeAsync()
    {
        if (redis.Current is not { } database)
        {
            ForgetOthers();
            return;
        }

        try
        {
            await Task.WhenAll(limits.Callers.Select(c => ExchangeAsync(database, c.Key, c.Value)));
            _wasAway = false;
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            ForgetOthers();
            if (!_wasAway)
            {
                LogAway(logger, away.Message);
            }

            _wasAway = true;
        }
    }

    private async Task ExchangeAsync(IDatabase database, string scope, CallerAllowance allowance)
    {
        var ticks = time.GetUtcNow().UtcTicks;
        var minute = ticks / TimeSpan.TicksPerMinute;
        var (requests, tokens) = allowance.TakeUnshared();
        RedisKey current = $"{Prefix}{scope}:{minute}";
        RedisKey previous = $"{Prefix}{scope}:{minute - 1}";
        var currentRequests = database.HashIncrementAsync(current, "requests", requests);
        var currentTokens = database.HashIncrementAsync(current, "tokens", tokens);
        var expires = database.KeyExpireAsync(current, Expiry);
        var before = await database.HashGetAsync(previous, ["requests", "tokens"]);
        await expires;
        var share = 1 - (ticks % TimeSpan.TicksPerMinute / (double)TimeSpan.TicksPerMinute);
        var all = (Requests: await currentRequests + ((double)before[0] * share), Tokens: await currentTokens + ((double)before[1] * share));
        var own = allowance.Own(ticks);
        allowance.SetForeign(Math.Max(0, all.Requests - own.Requests), Math.Max(0, all.Tokens - own.Tokens));
    }

    private void ForgetOthers()
    {
        foreach (var (_, allowance) in limits.Callers)
        {
            allowance.SetForeign(0, 0);
        }
    }

    [LoggerMessage(EventId = 330, Level = LogLevel.Warning, Message = "Redis is away, limits count per process: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
