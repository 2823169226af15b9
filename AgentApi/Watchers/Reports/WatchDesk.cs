using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>Where a watcher hands in its report: onto the board at once, into the database while it is there. Safe to read from several threads.</summary>
internal sealed partial class WatchDesk(FindingBoard board, WatchStore store, RhythmClock clock, ILogger<WatchDesk> logger)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StoredReport> _last = new(StringComparer.Ordinal);

    /// <summary>The last reports of this process.</summary>
    public IReadOnlyList<StoredReport> Last
    {
        get
        {
            lock (_lock)
            {
                return [.. _last.Values];
            }
        }
    }

    public async Task HandInAsync(WatchReport report, RunContext context, CancellationToken cancellationToken)
    {
        var prefix = report.Watcher + "/";
        board.Renew(prefix, report.Findings);
        var things = report.Things.Take(WatchReport.MostThings).ToList();
        lock (_lock)
        {
            _last[report.Watcher] = new StoredReport(report.Watcher, "", clock.Now, report.Summary, things);
        }

        if (context.Run is null)
        {
            return;
        }

        try
        {
            // As the board has them: cut, each once, with their beginning.
            await store.SaveAsync(report with { Findings = [.. board.Snapshot().Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))] }, cancellationToken);
        }
        catch (DatabaseUnavailableException)
        {
            LogNotKept(logger, report.Watcher);
        }
    }

    [LoggerMessage(EventId = 761, Level = LogLevel.Information, Message = "The report of {Watcher} was not kept: the database is away")]
    private static partial void LogNotKept(ILogger logger, string watcher);
}
