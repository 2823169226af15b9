using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.UserTasks;
using LocalAi.Contracts.Rhythm;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Api;

/// <summary>The plan as people see it: the loop's own last one where this node plans, else one made from the database by the same planner.</summary>
internal sealed class PlanDesk(
    StoredTasks tasks, RhythmView view, RhythmStore store, LoadSensor sensor, RhythmClock clock, NodeName node, IOptions<RhythmOptions> options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    /// <param name="policy">Plan under this policy instead of the current one; the level of the load stays as it was measured.</param>
    /// <param name="anew">True after a change: read the database instead of waiting for the next tick.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<RhythmPlan> PlanAsync(string? policy, bool anew, CancellationToken cancellationToken)
    {
        var last = view.Last is { } published && (clock.Now - published.Request.Now).Duration() < Fresh ? published : null;
        var request = last is not null && !anew ? last.Request : await ReadAsync(last, cancellationToken);
        if (policy is not null)
        {
            request = request with { Policy = LoadPolicy.Named(policy) };
        }

        var plan = RhythmPlanner.Plan(request);
        return new RhythmPlan(
            request.Now,
            node.Value,
            last is not null,
            request.Policy.Name,
            new RhythmLoad(Word(request.Load.Level), request.Load.RawCpu, request.Load.ForeignCpu, request.Load.UsedMemory, request.Load.MemoryPressure),
            [.. request.Tasks.Zip(plan.Decisions, (task, decision) => Entry(task, request.States[task.Name], decision))],
            plan.Warnings);
    }

    private async Task<PlanRequest> ReadAsync(PublishedPlan? last, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(cancellationToken);
        var catalog = await tasks.CombineAsync(cancellationToken);
        var now = clock.Now;
        return new PlanRequest
        {
            Now = now,
            Tasks = catalog.Definitions,
            States = catalog.Names.ToDictionary(n => n, n => stored.TryGetValue(n, out var state) ? state : new TaskState { Since = now }),
            Load = sensor.Last,
            Policy = last?.Request.Policy ?? LoadPolicy.Named(await store.ReadPolicyAsync(cancellationToken) ?? options.Value.Policy),
            Zone = options.Value.Zone,
            Profile = sensor.Profile,
        };
    }

    private static RhythmTaskEntry Entry(ScheduledTask task, TaskState state, Decision decision) => new()
    {
        Name = task.Name,
        Priority = Word(task.Priority),
        Origin = task.Origin switch { TaskOrigin.BuiltIn => "built-in", TaskOrigin.Configured => "configured", _ => "added" },
        Schedule = task.Schedule.At is { } at ? $"daily at {at:HH\\:mm}" : $"every {task.Schedule.Interval:c}",
        DependsOn = task.DependsOn,
        Decision = Word(decision.Kind),
        Reason = decision.Reason,
        Until = decision.Until,
        RunningSince = state.RunningSince,
        LastStarted = state.LastStarted,
        LastEnded = state.LastEnded,
        LastSucceeded = state.LastSucceeded,
        ConsecutiveFailures = state.ConsecutiveFailures,
        Paused = state.Paused,
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
