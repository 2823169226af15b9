namespace LocalAi.Gateway.Routing;

/// <summary>The upstreams of one public model.</summary>
internal sealed class ModelRoute
{
    private readonly Candidate[] _ordered;
    private readonly Lock _gate = new();
    private readonly int[] _credit;
    private readonly bool _shares;

    public ModelRoute(string model, IEnumerable<Candidate> candidates)
    {
        Model = model;
        _ordered = [.. candidates.OrderBy(c => c.Order)];
        _credit = new int[_ordered.Length];
        _shares = _ordered.GroupBy(c => c.Order).Any(g => g.Count() > 1);
    }

    public string Model { get; }

    /// <summary>In configured order.</summary>
    public IReadOnlyList<Candidate> Candidates => _ordered;

    /// <summary>
    /// The order for the next request. Candidates of the same order take the first place in proportion to their weights by smooth weighted
    /// round-robin (the algorithm nginx uses): deterministic, and never one candidate many times in a row.
    /// </summary>
    public Candidate[] Next()
    {
        if (!_shares)
        {
            return _ordered;
        }

        var next = (Candidate[])_ordered.Clone();
        lock (_gate)
        {
            for (var start = 0; start < next.Length;)
            {
                var end = start;
                while (end < next.Length && _ordered[end].Order == _ordered[start].Order)
                {
                    end++;
                }

                var chosen = Choose(start, end);
                (next[start], next[chosen]) = (next[chosen], next[start]);
                start = end;
            }
        }

        return next;
    }

    private int Choose(int start, int end)
    {
        var best = start;
        var total = 0;
        for (var i = start; i < end; i++)
        {
            _credit[i] += _ordered[i].Weight;
            total += _ordered[i].Weight;
            best = _credit[i] > _credit[best] ? i : best;
        }

        _credit[best] -= total;
        return best;
    }
}
