using System.Collections.Concurrent;
using LocalAi.AgentApi.Tools;

namespace LocalAi.AgentApi.Limits;

/// <summary>The one rate limiter of REST, MCP and the agent loop: per user and tool, in Redis when it is there, else in this process.</summary>
internal sealed class RateLimiter(RateLimits limits, RedisWindow redis, TimeProvider time)
{
    // 20,000 users × tools of at most 120 times of 8 bytes: about 20 MB at the very worst.
    private const int MaxWindows = 20_000;

    private readonly ConcurrentDictionary<(string User, string Tool), SlidingWindow> _windows = new();
    private readonly long _start = time.GetTimestamp();

    /// <summary>Counts a call. The key is the authenticated user and the tool's own name, never something a header says.</summary>
    public ValueTask<RateDecision> TakeAsync(string user, ToolDefinition tool, CancellationToken cancellationToken) =>
        DecideAsync(user, tool, take: true, cancellationToken);

    /// <summary>What <see cref="TakeAsync"/> would say, without counting.</summary>
    public ValueTask<RateDecision> LookAsync(string user, ToolDefinition tool, CancellationToken cancellationToken) =>
        DecideAsync(user, tool, take: false, cancellationToken);

    private async ValueTask<RateDecision> DecideAsync(string user, ToolDefinition tool, bool take, CancellationToken cancellationToken)
    {
        var limit = limits.For(tool);
        return await redis.DecideAsync(user, tool.Name, limit, take, cancellationToken)
            ?? Window(user, tool.Name, limit).Decide(time.GetElapsedTime(_start).Ticks, take);
    }

    private SlidingWindow Window(string user, string tool, RateLimit limit)
    {
        if (_windows.TryGetValue((user, tool), out var window))
        {
            return window;
        }

        if (_windows.Count >= MaxWindows)
        {
            DropIdle();
        }

        return _windows.GetOrAdd((user, tool), _ => new SlidingWindow(limit));
    }

    private void DropIdle()
    {
        var oldest = _windows.OrderBy(w => w.Value.LastSeen).Take(MaxWindows / 10).Select(w => w.Key).ToList();
        foreach (var key in oldest)
        {
            _windows.TryRemove(key, out _);
        }
    }
}
