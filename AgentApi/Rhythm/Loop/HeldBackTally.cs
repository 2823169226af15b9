using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>Remembers for a day which task was held back, how long, and why: in the moment the report is made most of it is over.</summary>
internal sealed class HeldBackTally
{
    private const int MostEpisodes = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    private readonly Lock _gate = new();
    private readonly Queue<Episode> _ended = new();
    private readonly Dictionary<string, Episode> _open = [];

    public void Add(Plan plan, DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var decision in plan.Decisions)
            {
                var held = decision.Kind == DecisionKind.Skip;
                if (_open.TryGetValue(decision.Task, out var episode))
                {
                    episode.Until = now;
                    if (!held)
                    {
                        _open.Remove(decision.Task);
                        _ended.Enqueue(episode);
                    }
                }
                else if (held)
                {
                    _open[decision.Task] = new Episode(decision.Task, decision.Reason, now) { Until = now };
                }
            }

            // A task that was removed meanwhile.
            foreach (var gone in _open.Values.Where(e => e.Until != now).ToList())
            {
                _open.Remove(gone.Task);
                _ended.Enqueue(gone);
            }

            while (_ended.TryPeek(out var old) && (_ended.Count > MostEpisodes || now - old.Until > Kept))
            {
                _ended.Dequeue();
            }
        }
    }

    /// <summary>Per task: how often and how long since then, and the reason of the last time.</summary>
    public IReadOnlyList<(string Task, int Times, TimeSpan Time, string LastReason)> Since(DateTimeOffset since)
    {
        lock (_gate)
        {
            return
            [
                .. _ended.Concat(_open.Values).Where(e => e.Until > since).GroupBy(e => e.Task).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (
                    g.Key, g.Count(), TimeSpan.FromTicks(g.Sum(e => (e.Until - (e.From > since ? e.From : since)).Ticks)), g.MaxBy(e => e.From)!.Reason)),
            ];
        }
    }

    private sealed class Episode(string task, string reason, DateTimeOffset from)
    {
        public string Task { get; } = task;

        public string Reason { get; } = reason;

        public DateTimeOffset From { get; } = from;

        public DateTimeOffset Until { get; set; }
    }
}
