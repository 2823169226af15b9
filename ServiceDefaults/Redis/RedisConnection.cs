using StackExchange.Redis;

namespace LocalAi.ServiceDefaults.Redis;

/// <summary>Redis when it is there. It is only ever a faster or a shared memory: whoever uses it has its own in this process.</summary>
public sealed class RedisConnection
{
    private readonly Lazy<IConnectionMultiplexer>? _multiplexer;

    internal RedisConnection(Func<IConnectionMultiplexer>? connect) =>
        _multiplexer = connect is null ? null : new Lazy<IConnectionMultiplexer>(connect);

    /// <summary>False when no connection string was given.</summary>
    public bool IsConfigured => _multiplexer is not null;

    /// <summary>
    /// The database when Redis is connected, else null. Never waits for a connection; calls on it may still throw
    /// <see cref="RedisException"/> or <see cref="TimeoutException"/>: treat both as "not there".
    /// </summary>
    public IDatabase? Current => _multiplexer?.Value is { IsConnected: true } connected ? connected.GetDatabase() : null;
}
