using System.Diagnostics.CodeAnalysis;

namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>The last traces, bounded by number, by spans of each and by bytes. The trace that began to arrive first goes first.</summary>
internal sealed class TraceStore(int maxTraces, int maxSpansPerTrace, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _traces = [];
    private readonly Queue<string> _order = new();
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_lock)
                return _traces.Count;
        }
    }

    public void Add(IReadOnlyList<SpanEntry> spans)
    {
        lock (_lock)
        {
            foreach (var span in spans)
            {
                AddOne(span);
                while (_traces.Count > maxTraces || _bytes > maxBytes)
                    RemoveOldest();
            }
        }
    }

    public bool TryGet(string traceId, [NotNullWhen(true)] out Trace? trace)
    {
        lock (_lock)
            trace = _traces.TryGetValue(traceId, out var kept) ? kept.ToTrace(traceId) : null;
        return trace is not null;
    }

    /// <summary>At most <paramref name="limit"/> matching traces, the newest first.</summary>
    public IReadOnlyList<Trace> Newest(TraceQuery query, int limit)
    {
        string[] ids;
        lock (_lock)
            ids = [.. _order];

        // One trace at a time: the lock is never held for a whole search.
        var found = new List<Trace>();
        for (var i = ids.Length - 1; i >= 0 && found.Count < limit; i--)
        {
            if (TryGet(ids[i], out var trace) && query.Matches(trace))
                found.Add(trace);
        }

        return found;
    }

    private void AddOne(SpanEntry span)
    {
        if (!_traces.TryGetValue(span.TraceId, out var kept))
        {
            _traces.Add(span.TraceId, kept = new Kept());
            _order.Enqueue(span.TraceId);
        }

        if (kept.Spans.Count == maxSpansPerTrace)
        {
            kept.Dropped++;
            return;
        }

        kept.Spans.Add(span);
        kept.Bytes += span.Size;
        _bytes += span.Size;
    }

    private void RemoveOldest()
    {
        if (_traces.Remove(_order.Dequeue(), out var removed))
            _bytes -= removed.Bytes;
    }

    private sealed class Kept
    {
        public List<SpanEntry> Spans { get; } = [];
        public long Bytes { get; set; }
        public int Dropped { get; set; }

        public Trace ToTrace(string traceId) => new(traceId, [.. Spans], Dropped);
    }
}
