namespace LocalAi.Gateway.Limits;

/// <summary>What one caller has used of its limits.</summary>
internal sealed class CallerAllowance
{
    private readonly Lock _gate = new();
    private SlidingMinute _requests;
    private SlidingMinute _tokens;
    private long _unsharedRequests;
    private long _unsharedTokens;
    private long _foreignRequests;
    private long _foreignTokens;
    private int _active;

    /// <summary>When it was last used, in ticks of UTC.</summary>
    public long LastUsed { get; private set; }

    public bool IsIdle => Volatile.Read(ref _active) == 0;

    /// <summary>Takes one request, or tells which limit refuses it and for how long.</summary>
    public Refusal? TryEnter(long ticks, in EffectiveLimits limits)
    {
        lock (_gate)
        {
            LastUsed = ticks;
            if (limits.Concurrency > 0 && _active >= limits.Concurrency)
            {
                return new Refusal("concurrent_requests", $"{limits.Concurrency} requests at the same time", TimeSpan.FromSeconds(1));
            }

            if (limits.RequestsPerMinute > 0 && _requests.Count(ticks) + _foreignRequests + 1 > limits.RequestsPerMinute)
            {
                return new Refusal("requests", $"{limits.RequestsPerMinute} requests per minute", _requests.Until(ticks, limits.RequestsPerMinute));
            }

            if (limits.TokensPerMinute > 0 && _tokens.Count(ticks) + _foreignTokens >= limits.TokensPerMinute)
            {
                return new Refusal("tokens", $"{limits.TokensPerMinute} tokens per minute", _tokens.Until(ticks, limits.TokensPerMinute));
            }

            _active++;
            _requests.Add(ticks, 1);
            _unsharedRequests++;
            return null;
        }
    }

    public void Leave(long ticks, int tokens)
    {
        lock (_gate)
        {
            _active--;
            _tokens.Add(ticks, tokens);
            _unsharedTokens += tokens;
        }
    }

    /// <summary>What has been used since the last call; the counts start anew.</summary>
    public (long Requests, long Tokens) TakeUnshared()
    {
        lock (_gate)
        {
            var taken = (_unsharedRequests, _unsharedTokens);
            (_unsharedRequests, _unsharedTokens) = (0, 0);
            return taken;
        }
    }

    /// <summary>What other gateways count of this caller's last minute.</summary>
    public void SetForeign(double requests, double tokens)
    {
        lock (_gate)
        {
            (_foreignRequests, _foreignTokens) = ((long)requests, (long)tokens);
        }
    }

    /// <summary>What this gateway counts of the last minute.</summary>
    public (double Requests, double Tokens) Own(long ticks)
    {
        lock (_gate)
        {
            return (_requests.Count(ticks), _tokens.Count(ticks));
        }
    }
}
