using System.Globalization;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.AgentApi.Watchers.Junk;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>
/// Every hour after an analysis: the rhythm's own tables stay bounded, junk is deleted by allow-list, indexes are verified once a day, and dead
/// processes that nobody collects are reported. The gateway's usage and the search logs are bounded by their own services.
/// </summary>
internal sealed class SystemMaintenanceTask(ProbeStore store, ProcessCensus census, JunkDesk junk, IndexCheck index, AgentPrompts prompts) : IRhythmTask
{
    private static readonly (string Table, string Column, TimeSpan Kept)[] Kept =
    [
        ("runs", "started_at", TimeSpan.FromDays(90)),
        ("probes", "at", TimeSpan.FromDays(30)),
        ("benchmarks", "at", TimeSpan.FromDays(365)),
        ("samples", "at", SampleStore.Kept),
        ("alerts", "resolved_at", TimeSpan.FromDays(90)),
        ("baselines", "learned_at", TimeSpan.FromDays(30)),
        ("findings", "cleared_at", TimeSpan.FromDays(90)),
        ("watch_acts", "at", TimeSpan.FromDays(365)),
        ("watch_reports", "at", TimeSpan.FromDays(30)),
    ];

    // Conversations of scheduled prompts.
    private static readonly TimeSpan PromptsKept = TimeSpan.FromDays(30);

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

        if (await prompts.ForgetAsync(PromptsKept, cancellationToken) is > 0 and var conversations)
        {
            deleted.Add(string.Create(CultureInfo.InvariantCulture, $"{conversations} conversations"));
        }

        report += deleted.Count > 0 ? $" Deleted what was too old: {string.Join(", ", deleted)}." : " Nothing was too old.";
        List<string> more = [await CleanAsync(context, cancellationToken), .. await index.RunAsync(cancellationToken)];
        return string.Join(" ", [report, .. more.Where(m => m.Length > 0)]);
    }

    private async Task<string> CleanAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (!junk.IsEnabled)
        {
            return "";
        }

        var plan = junk.Plan(cancellationToken);
        if (plan.Items.Count == 0)
        {
            return "No junk.";
        }

        var result = await junk.CleanAsync(plan, context.MayActAsync, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"Deleted {result.Files} junk files ({result.Bytes / 1048576.0:0.0} MB){(result.Kept.Count > 0 ? $", kept {result.Kept.Count} that had changed" : "")}.")
            + (result.Stopped ? " Stopped: another node leads." : "") + (plan.HasMore ? " The rest follows in the next run." : "");
    }
}
