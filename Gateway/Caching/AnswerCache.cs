using System.Diagnostics.CodeAnalysis;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;

namespace LocalAi.Gateway.Caching;

/// <summary>Answers and the calls that are about to become answers, by canonical request. Bounded by bytes; the least recently used go first.</summary>
internal sealed class AnswerCache(TimeProvider time)
{
    // What an entry costs beside its bytes: keys, nodes, lists.
    private const int Overhead = 512;
    private const int MostFlights = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = new();
    private readonly Dictionary<string, Recording> _flights = new(StringComparer.Ordinal);
    private long _bytes;
    private long _hits;
    private long _misses;

    /// <summary>Joins the answer or the running call for a key, or starts one.</summary>
    /// <param name="key">Of <see cref="CanonicalRequest"/>.</param>
    /// <param name="options">Limits.</param>
    /// <param name="reader">Reads the answer; null when this request must go its own way.</param>
    /// <param name="started">The recording the caller must fill; null when somebody else does.</param>
    public void Join(string key, CacheOptions options, out RecordingReader? reader, out Recording? started)
    {
        lock (_gate)
        {
            started = null;
            if (TryFresh(key, out var entry) && (reader = entry.Recording.Join()) is not null)
            {
                _hits++;
                return;
            }

            if (_flights.TryGetValue(key, out var flight) && (reader = flight.Join()) is not null)
            {
                _hits++;
                return;
            }

            _misses++;
            reader = null;
            if (_flights.Count >= MostFlights || flight is not null)
            {
                return;
            }

            started = new Recording(options.MaxAnswerBytes);
            reader = started.Join();
            _flights.Add(key, started);
        }
    }

    /// <summary>The call has ended: keeps its answer when it can be repeated.</summary>
    public void Land(string key, Recording recording, CacheOptions options)
    {
        lock (_gate)
        {
            _flights.Remove(key);
            var size = recording.Length + Overhead;
            if (!recording.IsRepeatable || size > options.MaxBytes)
            {
                return;
            }

            Remove(key);
            _entries.Add(key, _recent.AddFirst(new Entry(key, recording, size, time.GetTimestamp() + (long)(options.TimeToLive.TotalSeconds * time.TimestampFrequency))));
            _bytes += size;
            while (_bytes > options.MaxBytes)
            {
                Remove(_recent.Last!.Value.Key);
            }
        }
    }

    /// <summary>Forgets a running call, so that the next request starts another.</summary>
    public void Abandon(string key)
    {
        lock (_gate)
        {
            _flights.Remove(key);
        }
    }

    public int Purge()
    {
        lock (_gate)
        {
            var purged = _entries.Count;
            _entries.Clear();
            _recent.Clear();
            _bytes = 0;
            return purged;
        }
    }

    public CacheState Describe(int purged = 0)
    {
        lock (_gate)
        {
            return new CacheState(_entries.Count, _bytes, _hits, _misses, purged);
        }
    }

    private bool TryFresh(string key, [NotNullWhen(true)] out Entry? entry)
    {
        entry = null;
        if (!_entries.TryGetValue(key, out var node))
        {
            return false;
        }

        if (node.Value.Expires < time.GetTimestamp())
        {
            Remove(key);
            return false;
        }

        _recent.Remove(node);
        _recent.AddFirst(node);
        entry = node.Value;
        return true;
    }

    private void Remove(string key)
    {
        if (_entries.Remove(key, out var node))
        {
            _recent.Remove(node);
            _bytes -= node.Value.Bytes;
        }
    }

    private sealed record Entry(string Key, Recording Recording, long Bytes, long Expires);
}
