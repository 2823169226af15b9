using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>Open sessions: bounded, ended when idle. When there is no room, the user who has most gives up the one idle longest, so nobody pushes others out.</summary>
internal sealed partial class McpSessions(McpServerFactory factory, IOptions<AgentOptions> options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<McpSessions> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);

    public int Count => _sessions.Count;

    /// <summary>Opens a session. Null when all are busy at this moment.</summary>
    public McpSession? Open(string user)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        if (_sessions.Count >= options.Value.Mcp.MaxSessions && !MakeRoom())
        {
            return null;
        }

        var transport = new StreamableHttpServerTransport(factory.Loggers) { SessionId = id };
        var session = new McpSession(id, user, transport, factory.Create(transport), lifetime.ApplicationStopping);
        session.Touch(time.GetTimestamp());
        session.Enter();
        _sessions[id] = session;
        return session;
    }

    /// <summary>The user's session, entered; null when it is unknown, over, or somebody else's: the caller cannot tell which.</summary>
    public McpSession? Enter(string id, string user)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.User != user)
        {
            return null;
        }

        session.Enter();
        return session;
    }

    public void Leave(McpSession session) => session.Leave(time.GetTimestamp());

    public async Task<bool> CloseAsync(string id, string user)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.User != user || !_sessions.TryRemove(id, out _))
        {
            return false;
        }

        await session.DisposeAsync();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await EndIdleAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_sessions.Values.Select(s => s.DisposeAsync().AsTask()));
        }
    }

    internal async Task EndIdleAsync()
    {
        var patience = TimeSpan.FromMinutes(options.Value.Mcp.IdleMinutes);
        foreach (var session in _sessions.Values.Where(s => !s.IsActive && time.GetElapsedTime(s.LastUsed) > patience))
        {
            await EndAsync(session, "idle");
        }
    }

    private bool MakeRoom()
    {
        var oldest = _sessions.Values.GroupBy(s => s.User, StringComparer.Ordinal).Where(g => g.Any(s => !s.IsActive)).MaxBy(g => g.Count())?.Where(s => !s.IsActive).MinBy(s => s.LastUsed);
        if (oldest is null || !_sessions.TryRemove(oldest.Id, out _))
        {
            return false;
        }

        LogEnded(logger, "room", _sessions.Count);
        _ = oldest.DisposeAsync().AsTask();
        return true;
    }

    private async Task EndAsync(McpSession session, string reason)
    {
        if (_sessions.TryRemove(session.Id, out _))
        {
            await session.DisposeAsync();
            LogEnded(logger, reason, _sessions.Count);
        }
    }

    [LoggerMessage(EventId = 530, Level = LogLevel.Debug, Message = "MCP session ended ({Reason}), {Count} left")]
    private static partial void LogEnded(ILogger logger, string reason, int count);
}
