using System.Text;

namespace LocalAi.Hosting.Dashboard.Telemetry;

/// <summary>The last metric points of all series, bounded by number and by bytes. A series without points is forgotten.</summary>
internal sealed class MetricStore(int maxPoints, long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Series> _series = [];

    // One element a kept point, in order of arrival: the next to go is always the oldest of all.
    private readonly Queue<Series> _arrivals = new();
    private long _bytes;

    public int PointCount
    {
        get
        {
            lock (_lock)
                return _arrivals.Count;
        }
    }

    public void Add(IReadOnlyList<MetricEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                var series = FindOrAdd(entry);
                series.Points.Enqueue(entry.Point);
                _arrivals.Enqueue(series);
                _bytes += entry.Point.Size;
                while (_arrivals.Count > maxPoints || _bytes > maxBytes)
                    RemoveOldest();
            }
        }
    }

    /// <summary>All instruments that have points, optionally of one resource, by resource, meter and name.</summary>
    public IReadOnlyList<Instrument> Instruments(string? resource)
    {
        lock (_lock)
        {
            return [.. _series.Values.Select(series => series.Instrument)
                .Where(instrument => resource is null || instrument.Resource.IsNamed(resource))
                .DistinctBy(instrument => (instrument.Resource.Name, instrument.Resource.InstanceId, instrument.Meter, instrument.Name))
                .OrderBy(instrument => instrument.Resource.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(instrument => instrument.Meter, StringComparer.Ordinal)
                .ThenBy(instrument => instrument.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>The series of one instrument, with at most <paramref name="limit"/> of the newest points each.</summary>
    public IReadOnlyList<MetricSeries> Find(string resource, string meter, string instrument, int limit)
    {
        lock (_lock)
        {
            return [.. _series.Values
                .Where(series => series.Instrument.Resource.IsNamed(resource) && series.Instrument.Meter == meter && series.Instrument.Name == instrument)
                .Select(series => new MetricSeries(series.Instrument, series.Attributes, [.. series.Points.Skip(series.Points.Count - limit)]))];
        }
    }

    private Series FindOrAdd(MetricEntry entry)
    {
        var key = KeyOf(entry);
        if (!_series.TryGetValue(key, out var series))
        {
            _series.Add(key, series = new Series(key, entry.Instrument, entry.Attributes));
            _bytes += series.Size;
        }

        return series;
    }

    private void RemoveOldest()
    {
        var series = _arrivals.Dequeue();
        _bytes -= series.Points.Dequeue().Size;
        if (series.Points.Count == 0)
        {
            _series.Remove(series.Key);
            _bytes -= series.Size;
        }
    }

    // Attributes are compared in sorted order: senders need not keep theirs. U+0001 separates, it does not occur in names.
    private static string KeyOf(MetricEntry entry)
    {
        var key = new StringBuilder();
        key.Append(entry.Instrument.Resource.Name).Append('\x1').Append(entry.Instrument.Resource.InstanceId).Append('\x1')
            .Append(entry.Instrument.Meter).Append('\x1').Append(entry.Instrument.Name);
        foreach (var (name, value) in entry.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            key.Append('\x1').Append(name).Append('\x1').Append(value);
        return key.ToString();
    }

    private sealed class Series(string key, Instrument instrument, KeyValuePair<string, string>[] attributes)
    {
        public string Key { get; } = key;
        public Instrument Instrument { get; } = instrument;
        public KeyValuePair<string, string>[] Attributes { get; } = attributes;
        public Queue<MetricPoint> Points { get; } = new();
        public int Size { get; } = EntrySize.Fixed + EntrySize.Of(key) + EntrySize.Of(attributes);
    }
}
