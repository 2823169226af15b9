using System.Globalization;

namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <summary>What one call has sent and received, whom it reached and what it was kept from.</summary>
internal sealed class WebTraffic(long maxBytes)
{
    private const int MaxKept = 100;

    private readonly Lock _gate = new();
    private readonly List<BlockedRequest> _blocked = [];
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private long _bytes;
    private int _refusals;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsExhausted => Bytes > maxBytes;

    /// <summary>Requests that a rule refused, also those that are not kept.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>False when this is more than the call may send and receive.</summary>
    public bool Add(int count) => Interlocked.Add(ref _bytes, count) <= maxBytes;

    /// <summary>Hosts with their ports, at most 100.</summary>
    public IReadOnlyList<string> Reached
    {
        get
        {
            lock (_gate)
            {
                return [.. _reached];
            }
        }
    }

    /// <summary>Requests that did not get where they wanted, at most 100.</summary>
    public IReadOnlyList<BlockedRequest> Blocked
    {
        get
        {
            lock (_gate)
            {
                return [.. _blocked];
            }
        }
    }

    public void Reach(string host, int port)
    {
        lock (_gate)
        {
            if (_reached.Count < MaxKept)
            {
                _reached.Add(string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"));
            }
        }
    }

    public void Block(BlockedRequest request)
    {
        if (request.Refused)
        {
            Interlocked.Increment(ref _refusals);
        }

        lock (_gate)
        {
            if (_blocked.Count < MaxKept)
            {
                _blocked.Add(request);
            }
        }
    }

    public BlockedRequest? Find(string host, int port)
    {
        lock (_gate)
        {
            return _blocked.LastOrDefault(b => b.Host == host && b.Port == port);
        }
    }
}
