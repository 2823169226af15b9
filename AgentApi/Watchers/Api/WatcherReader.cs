using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Postgres;

namespace LocalAi.AgentApi.Watchers.Api;

/// <summary>What the watchers know, for REST and the page: from the database, because another node may do the looking; this node's own while it is away.</summary>
internal sealed class WatcherReader(WatchStore store, WatchDesk desk, FindingBoard board)
{
    private const int Acts = 50;

    public async Task<RhythmWatchers> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new RhythmWatchers(
                [.. (await store.OpenFindingsAsync(cancellationToken)).Select(Entry)],
                [.. (await store.ReportsAsync(cancellationToken)).Select(Entry)],
                [.. (await store.ActsAsync(Acts, cancellationToken)).Select(a => new RhythmAct(a.At, a.Target, a.Act, a.Reason, a.Outcome))],
                Complete: true);
        }
        catch (DatabaseUnavailableException)
        {
            return new RhythmWatchers([.. board.Snapshot().Select(Entry)], [.. desk.Last.Select(Entry)], [], Complete: false);
        }
    }

    private static RhythmFinding Entry(Finding finding) => new(finding.Key, finding.Severity.Word(), finding.Title, finding.Detail, finding.Fix, finding.Since);

    private static RhythmWatcher Entry(StoredReport report) => new(
        report.Watcher, report.At, report.Summary, [.. report.Things.Select(t => new RhythmWatched(t.Name, t.State, t.Detail, t.CpuPercent, t.MemoryBytes))]);
}
