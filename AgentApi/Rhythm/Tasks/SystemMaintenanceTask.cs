using System.Globalization;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Every hour after an analysis: the rhythm's own tables stay bounded, and dead processes that nobody collects are reported.</summary>
internal sealed class SystemMaintenanceTask(ProbeStore store, ProcessCensus census) : IRhythmTask
{
    private static readonly (string Table, string Column, TimeSpan Kept)[] Kept =
    [
        ("runs", "started_at", TimeSpan.FromDays(90)),
        ("probes", "at", TimeSpan.FromDays(30)),
        ("benchmarks", "at", TimeSpan.FromDays(365)),
        ("samples", "at", SampleStore.Kept),
        ("findings", "cleared_at", TimeSpan.FromDays(90)),
        ("watch_acts", "at", TimeSpan.FromDays(365)),
        ("watch_reports", "at", TimeSpan.FromDays(30)),
    ];

    public ScheduledTask Definition { get; } = new()
    {
        Name = TaskNames.SystemMaintenance,
        Priority = TaskPriority.Medium,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(60)),
        DependsOn = [TaskNames.PerformanceAnalysis],
        Timeout = TimeSpan.FromMinutes(10),
        Tolerance = 0.25,
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        var zombies = census.Zombies();
        var report = zombies.Count == 0
            ? "No zombie processes."
            : string.Create(CultureInfo.InvariantCulture, $"{zombies.Count} zombie processes, left by {string.Join(", ", zombies.GroupBy(z => z.ParentName).Select(g => $"{g.Key} ({g.Count()})"))}: restart it.");
        if (context.Run is null || !await context.MayActAsync(cancellationToken))
        {
            return report + " Nothing was deleted: the database is away or another node leads.";
        }

        var deleted = new List<string>();
        foreach (var (table, column, kept) in Kept)
        {
            if (await store.DeleteOlderAsync(table, column, kept, cancellationToken) is > 0 and var rows)
            {
                deleted.Add(string.Create(CultureInfo.InvariantCulture, $"{rows} {table}"));
            }
        }

        return report + (deleted.Count > 0 ? $" Deleted what was too old: {string.Join(", ", deleted)}." : " Nothing was too old.");
    }
}
