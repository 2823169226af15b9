using System.Globalization;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>Every two hours, or when something happened: which targets and tasks failed in the last two hours, and what failed together.</summary>
internal sealed class EventAnalysisTask(ProbeStore store) : IRhythmTask
{
    public ScheduledTask Definition { get; } = new()
    {
        Name = TaskNames.EventAnalysis,
        Priority = TaskPriority.Medium,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(120)),
        DependsOn = [TaskNames.PerformanceAnalysis],
        Timeout = TimeSpan.FromMinutes(2),
        Tolerance = 0.25,
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run is null)
        {
            return "Nothing to analyse while the database is away.";
        }

        var targets = (await store.TargetsAsync(TimeSpan.FromHours(2), cancellationToken)).Where(t => t.Down > 0 || t.Median > 300).ToList();
        var failed = await store.FailedRunsAsync(TimeSpan.FromHours(2), cancellationToken);
        if (targets.Count == 0 && failed.Count == 0)
        {
            return "Nothing happened in the last two hours.";
        }

        var sentences = targets.Select(t => t.Down > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{t.Target} was down in {t.Down} of {t.Probes} probes{(t.LastDetail is null ? "" : $": {t.LastDetail}")}.")
                : string.Create(CultureInfo.InvariantCulture, $"{t.Target} answers in {t.Median:0} ms (median)."))
            .Concat(failed.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Task} {f.Outcome} {f.Count} times, last: {f.LastSummary}")));
        return string.Join(" ", sentences);
    }
}
