using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Watchers.Reports;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Every 75 s: looks at the language model servers. High, because a leak matters most when memory is short, which is when medium tasks wait. On a quiet machine
/// high tasks come after 0.8 of their interval, which is one minute here: LM Studio must not be asked more often.
/// </summary>
internal sealed class WatchLanguageModelsTask(LanguageModelWatch watch, WatchDesk desk) : IRhythmTask
{
    public const string Name = "watch_llm";

    public ScheduledTask Definition { get; } = new()
    {
        Name = Name,
        Priority = TaskPriority.High,
        Schedule = TaskSchedule.Every(TimeSpan.FromSeconds(75)),
        Timeout = TimeSpan.FromMinutes(3),
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        var report = await watch.LookAsync(context, cancellationToken);
        await desk.HandInAsync(report, context, cancellationToken);
        return WatchSummary.Of([report], context);
    }
}
