using System.Globalization;
using LocalAi.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LocalAi.AgentApi.Limits;

/// <summary>The sliding window of <see cref="SlidingWindow"/> in Redis, in one script on Redis's own clock, so all nodes count together.</summary>
internal sealed partial class RedisWindow(RedisConnection redis, ILogger<RedisWindow> logger)
{
    // KEYS[1] sorted set of call times (µs), KEYS[2] spent burst credits. ARGV: limit, window in µs, burst, take, unique member.
    private const string Script = """
        local t = redis.call('TIME')
        local now = t[1] * 1000000 + t[2]
        local limit, window, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
        local count = redis.call('ZCARD', KEYS[1])
        local spent = tonumber(redis.call('GET', KEYS[2]) or '0')
        if count * 2 <= limit then spent = 0; redis.call('DEL', KEYS[2]) end
        local room = math.max(0, limit - count) + math.max(0, burst - math.max(spent, math.max(0, count - limit)))
        local allowed = 0
        if room > 0 then
          allowed = 1
          if ARGV[4] == '1' then
            if count >= limit then redis.call('SET', KEYS[2], spent + 1, 'PX', math.ceil(window / 500)) end
            redis.call('ZADD', KEYS[1], now, ARGV[5])
            redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
            count = count + 1
            room = room - 1
          end
        end
        local wait = 0
        if room == 0 then
          local oldest = redis.call('ZRANGE', KEYS[1], count - limit, count - limit, 'WITHSCORES')
          wait = math.max(0, tonumber(oldest[2]) + window - now)
        end
        return {allowed, count, room, wait}
        """;

    /// <summary>Null when Redis is not there: the caller counts in this process.</summary>
    public async ValueTask<RateDecision?> DecideAsync(string user, string tool, RateLimit limit, bool take, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (redis.Current is not { } database)
        {
            return null;
        }

        try
        {
            // The braces keep both keys on one node of a Redis cluster.
            var key = "localai:agent:limit:{" + tool + ":" + user + "}";
            var answer = (RedisResult[])(await database.ScriptEvaluateAsync(
                Script,
                [key, key + ":burst"],
                [limit.Limit, (long)limit.WindowSeconds * 1_000_000, limit.Burst, take ? 1 : 0, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)]))!;
            return new RateDecision((int)answer[0] == 1, (int)answer[1], (int)answer[2], TimeSpan.FromMicroseconds((long)answer[3]), Shared: true);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            LogAway(logger, away.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 510, Level = LogLevel.Warning, Message = "Redis did not answer, rate limits are counted in this process: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
