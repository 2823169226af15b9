namespace LocalAi.AgentApi.Tools.Web.Proxy;

/// <summary>What the pages of one call have brought, and what they were kept from.</summary>
internal sealed class WebTraffic(long maxBytes)
{
    private const int MaxKept = 100;

    private readonly Lock _gate = new();
    private readonly List<BlockedRequest> _blocked = [];
    private long _bytes;
    private int _refusals;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsExhausted => Bytes > maxBytes;

    /// <summary>Requests that a rule refused, also those that are not kept.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>False when this is more than the call may bring.</summary>
    public bool Add(int count) => Interlocked.Add(ref _bytes, count) <= maxBytes;

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
