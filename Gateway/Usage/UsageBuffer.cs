using System.Collections.Concurrent;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Usage;

/// <summary>Finished requests on their way to Postgres: bounded; while Postgres is away it fills, and beyond its bound the oldest go.</summary>
internal sealed class UsageBuffer(RoutingTableSource table)
{
    private readonly ConcurrentQueue<UsageEntry> _entries = new();
    private int _count;
    private long _dropped;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Entries that were lost since start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Add(UsageEntry entry)
    {
        _entries.Enqueue(entry);
        if (Interlocked.Increment(ref _count) > table.Current.Options.Usage.BufferedRows && _entries.TryDequeue(out _))
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes up to <paramref name="most"/> entries, oldest first.</summary>
    public List<UsageEntry> Take(int most)
    {
        var taken = new List<UsageEntry>(Math.Min(most, Count));
        while (taken.Count < most && _entries.TryDequeue(out var entry))
        {
            Interlocked.Decrement(ref _count);
            taken.Add(entry);
        }

        return taken;
    }
}
