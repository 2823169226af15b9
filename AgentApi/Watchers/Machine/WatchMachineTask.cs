using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Watchers.Containers;
using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.AgentApi.Watchers.Resources;

namespace LocalAi.AgentApi.Watchers.Machine;

/// <summary>Every two minutes: the processes of this machine, the AppHost's resources, containers. One that fails does not hide the others.</summary>
internal sealed class WatchMachineTask(ProcessWatch processes, ResourceWatch resources, ContainerWatch containers, WatchDesk desk, RhythmClock clock) : IRhythmTask
{
    public const string Name = "watch_machine";

    public ScheduledTask Definition { get; } = new()
    {
        Name = Name,
        Priority = TaskPriority.Medium,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(2)),
        Timeout = TimeSpan.FromMinutes(3),
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        List<WatchReport> reports =
        [
            processes.Look(clock.Now),
            await resources.LookAsync(clock.Now, cancellationToken),
            await containers.LookAsync(context, cancellationToken),
        ];
        foreach (var report in reports)
        {
            await desk.HandInAsync(report, context, cancellationToken);
        }

        return WatchSummary.Of(reports, context);
    }
}
