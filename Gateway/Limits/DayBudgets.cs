using System.Collections.Concurrent;

namespace LocalAi.Gateway.Limits;

/// <summary>Tokens each key has used today (UTC): what Postgres knows, plus what was used since it was asked.</summary>
internal sealed class DayBudgets(TimeProvider time)
{
    private volatile Day _day = new(StartOfDay(time), new Dictionary<string, long>());

    public static DateTimeOffset StartOfDay(TimeProvider time) => new(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    public long UsedToday(string keyId)
    {
        var day = Today();
        return day.Known.GetValueOrDefault(keyId) + (day.Added.TryGetValue(keyId, out var added) ? added : 0);
    }

    public void Add(string keyId, int tokens) => Today().Added.AddOrUpdate(keyId, tokens, (_, before) => before + tokens);

    /// <summary>Takes over the sums of Postgres; rows of the last second that it has not yet come with the next.</summary>
    public void Replace(IReadOnlyDictionary<string, long> sums) => _day = new Day(StartOfDay(time), sums);

    private Day Today()
    {
        var day = _day;
        if (day.Start == StartOfDay(time))
        {
            return day;
        }

        var next = new Day(StartOfDay(time), new Dictionary<string, long>());
        return Interlocked.CompareExchange(ref _day, next, day) == day ? next : _day;
    }

    private sealed record Day(DateTimeOffset Start, IReadOnlyDictionary<string, long> Known)
    {
        public ConcurrentDictionary<string, long> Added { get; } = new(StringComparer.Ordinal);
    }
}
