namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>The last log records of all resources, bounded by number and by bytes.</summary>
internal sealed class LogStore(int maxCount, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _entries = new();
    private readonly Dictionary<string, int> _errors = new(StringComparer.OrdinalIgnoreCase);
    private long _bytes;
    private long _lastId;
    private long _errorsVersion;

    public ChangeSignal Changed { get; } = new();

    public int Capacity => maxCount;

    public void Add(IReadOnlyList<LogEntry> entries)
    {
        if (entries.Count == 0)
            return;

        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _entries.Enqueue(entry with { Id = ++_lastId });
                _bytes += entry.Size;
                Count(entry, 1);
                while (_entries.Count > maxCount || _bytes > maxBytes)
                {
                    var oldest = _entries.Dequeue();
                    _bytes -= oldest.Size;
                    Count(oldest, -1);
                }
            }
        }

        Changed.Set();
    }

    /// <summary>Records kept, and the id of the newest one.</summary>
    public (int Count, long LastId) Position
    {
        get
        {
            lock (_lock)
                return (_entries.Count, _lastId);
        }
    }

    /// <summary>Grows whenever <see cref="Errors"/> changes.</summary>
    public long ErrorsVersion => Interlocked.Read(ref _errorsVersion);

    /// <summary>Kept records of level Error or Critical, by resource.</summary>
    public IReadOnlyDictionary<string, int> Errors
    {
        get
        {
            lock (_lock)
                return new Dictionary<string, int>(_errors, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>At most <paramref name="limit"/> matching records with an id below <paramref name="before"/>, newest first.</summary>
    public IReadOnlyList<LogEntry> Newest(LogQuery query, long before, int limit)
    {
        var entries = Snapshot();
        var found = new List<LogEntry>();
        for (var i = entries.Length - 1; i >= 0 && found.Count < limit; i--)
        {
            if (entries[i].Id < before && query.Matches(entries[i]))
                found.Add(entries[i]);
        }

        return found;
    }

    /// <summary>At most <paramref name="limit"/> matching records with an id above <paramref name="after"/>, oldest first, and the id to go on from.</summary>
    public (IReadOnlyList<LogEntry> Entries, long Next) Following(LogQuery query, long after, int limit)
    {
        var found = new List<LogEntry>();
        foreach (var entry in Snapshot())
        {
            if (entry.Id <= after)
                continue;

            after = entry.Id;
            if (query.Matches(entry))
                found.Add(entry);
            if (found.Count == limit)
                break;
        }

        return (found, after);
    }

    // Searching happens on a copy of the references, so that a slow search never delays a sender.
    private LogEntry[] Snapshot()
    {
        lock (_lock)
            return [.. _entries];
    }

    private void Count(LogEntry entry, int change)
    {
        if (entry.Severity < Severity.Error)
            return;

        Interlocked.Increment(ref _errorsVersion);
        var count = _errors.GetValueOrDefault(entry.Resource.Name) + change;
        if (count == 0)
            _errors.Remove(entry.Resource.Name);
        else
            _errors[entry.Resource.Name] = count;
    }
}
