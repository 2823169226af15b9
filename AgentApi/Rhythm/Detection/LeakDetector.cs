using System.Globalization;

namespace LocalAi.AgentApi.Rhythm.Detection;

/// <summary>
/// Tells a leak from model loads, warm-up and the daily cycle, which plain trend tests take for leaks.
/// 1. Memory becomes half-hour minima; a half hour in which the key (the set of loaded models with their context sizes) changed is dropped.
/// 2. Only half hours with the same key are compared.
/// 3. Fast tier: Mann-Kendall score and Theil-Sen slope over 10 h, and the slope of the last 5 h must still be steep (warm-up flattens).
/// 4. Slow tier: seasonal Kendall score and slope, comparing only the same half hour of different days (the daily cycle cancels), 36 h at least;
///    what grew only in the first hours is warm-up: the pairs that end in the last 6 h must show the growth too.
/// 5. An absolute limit, if set, is a finding at once.
/// Mann (1945), Kendall (1975); Theil (1950), Sen (1968); seasonal form: Hirsch, Slack, Smith (Water Resources Research 18, 1982).
/// </summary>
internal sealed class LeakDetector(LeakOptions options)
{
    private static readonly TimeSpan BinLength = TimeSpan.FromMinutes(30);

    private readonly List<LeakBin> _bins = [];
    private long _bin = long.MinValue;
    private string _key = "";
    private double _minimum;
    private bool _mixed;

    /// <summary>The half hour that the last sample completed, or null when it completed none that counts.</summary>
    public LeakBin? Completed { get; private set; }

    /// <summary>Number of the oldest half hour that still matters at a time.</summary>
    public long Oldest(DateTimeOffset at) => (at.UtcTicks - options.Memory.Ticks) / BinLength.Ticks;

    /// <summary>Takes back half hours that were kept from before a restart, oldest first; those it has seen itself count more.</summary>
    public void Restore(IEnumerable<LeakBin> bins)
    {
        var first = _bins.Count > 0 ? _bins[0].Number : long.MaxValue;
        _bins.InsertRange(0, bins.Where(b => b.Number < first));
    }

    /// <summary>Takes a sample. A finding is returned at most once per half hour, when that half hour is complete; the limit at once.</summary>
    /// <param name="at">Time of the sample.</param>
    /// <param name="key">What is loaded: samples with different keys are never compared.</param>
    /// <param name="bytes">Resident memory.</param>
    public LeakFinding? Add(DateTimeOffset at, string key, long bytes)
    {
        Completed = null;
        if (bytes > options.Limit)
        {
            return new LeakFinding("limit", 0, $"{Megabytes(bytes)} MB are in use; the limit is {Megabytes(options.Limit.Value)} MB.");
        }

        var bin = at.UtcTicks / BinLength.Ticks;
        LeakFinding? finding = null;
        if (bin != _bin)
        {
            finding = Close();
            (_bin, _minimum, _mixed) = (bin, bytes, _bin != long.MinValue && key != _key);
        }
        else
        {
            _minimum = Math.Min(_minimum, bytes);
            _mixed |= key != _key;
        }

        _key = key;
        return finding;
    }

    private LeakFinding? Close()
    {
        if (_bin == long.MinValue || _mixed)
        {
            return null;
        }

        _bins.RemoveAll(b => b.Number <= _bin - (options.Memory / BinLength));
        Completed = new LeakBin(_bin, _key, _minimum);
        _bins.RemoveAll(b => b.Number == _bin);
        _bins.Add(Completed.Value);
        return Fast() ?? Slow();
    }

    private LeakFinding? Fast()
    {
        var length = (int)(options.FastWindow / BinLength);
        var window = _bins.Where(b => b.Number > _bin - length).ToList();
        if (window.Count < length * 3 / 4 || window[0].Number > _bin - length + 2)
        {
            return null;
        }

        var (score, slope) = Trend.Seasonal(window, season: 1);
        var recent = Trend.Seasonal(window.Where(b => b.Number > _bin - (length / 2)).ToList(), season: 1).PerBin * 2;
        var growth = slope * 2;
        return score > options.FastScore && growth > options.FastGrowth && recent > options.FastRecentGrowth
            ? Finding("fast", growth, $"over {options.FastWindow.TotalHours:0} h with the same models loaded")
            : null;
    }

    private LeakFinding? Slow()
    {
        if ((_bins[^1].Number - _bins[0].Number) * BinLength < options.SlowHistory)
        {
            return null;
        }

        var (score, slope) = Trend.Seasonal(_bins, season: (int)(TimeSpan.FromDays(1) / BinLength));
        var recent = Trend.Seasonal(_bins, season: (int)(TimeSpan.FromDays(1) / BinLength), laterThan: _bin - (int)(options.SlowRecent / BinLength)).PerBin;
        return score > options.SlowScore && slope * 2 > options.SlowGrowth && recent * 2 > options.SlowGrowth
            ? Finding("slow", slope * 2, "comparing the same half hours of different days with the same models loaded")
            : null;
    }

    private static LeakFinding Finding(string tier, double perHour, string how) =>
        new(tier, perHour, string.Create(CultureInfo.InvariantCulture, $"Memory grows by {perHour / (1 << 20):0.#} MB an hour, {how}."));

    private static string Megabytes(double bytes) => (bytes / (1 << 20)).ToString("0", CultureInfo.InvariantCulture);
}
