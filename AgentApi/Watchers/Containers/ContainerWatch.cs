using System.Globalization;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Watchers.Reports;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>
/// Containers: how they are and what they use. The Engine itself never restarts an unhealthy container; one with the label of the settings is restarted here when it
/// has been unhealthy for the time of the settings, within its budget, and looked at afterwards. One that is starting or restarting is left in peace.
/// </summary>
internal sealed class ContainerWatch(ContainerEngine engine, ActDesk desk, IOptions<WatcherOptions> options, RhythmClock clock, TimeProvider time)
{
    public const string Name = "containers";
    private const int Most = 100;
    private const int AtOnce = 4;
    private const double NearLimit = 0.9;
    private const int ManyRestarts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(10);

    // Checks after a restart: most containers run within a second.
    private static readonly TimeSpan[] Checks = [.. new[] { 0.1, 0.4, 1, 2, 4, 8 }.Select(TimeSpan.FromSeconds)];

    private readonly Dictionary<string, ContainerMemory> _memories = [];

    public async Task<WatchReport> LookAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (!engine.IsHere)
        {
            return WatchReport.Absent(Name, $"No container engine is here (no {options.Value.Containers.Socket}).");
        }

        try
        {
            return await ReportAsync(await ReadAsync(cancellationToken), context, cancellationToken);
        }
        catch (Exception away) when (away is HttpRequestException or TimeoutException)
        {
            return WatchReport.Absent(Name, $"The container engine cannot be asked: {away.Message}");
        }
    }

    private async Task<IReadOnlyList<(ContainerState State, ContainerUsage? Usage)>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = new List<(ContainerState, ContainerUsage?)>();
        foreach (var some in (await engine.ListAsync(Most, cancellationToken)).Chunk(AtOnce))
        {
            foreach (var read in await Task.WhenAll(some.Select(id => ReadAsync(id, cancellationToken))))
            {
                if (read is { } container)
                {
                    all.Add(container);
                }
            }
        }

        return all;
    }

    private async Task<(ContainerState State, ContainerUsage? Usage)?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await engine.InspectAsync(id, cancellationToken) is not { } state ? null
        : (state, state.Status == "running" ? await engine.UsageAsync(id, cancellationToken) : null);

    private async Task<WatchReport> ReportAsync(IReadOnlyList<(ContainerState State, ContainerUsage? Usage)> all, RunContext context, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        foreach (var gone in _memories.Keys.Except(all.Select(c => c.State.Id)).ToList())
        {
            _memories.Remove(gone);
        }

        var things = new List<WatchedThing>();
        var findings = new List<Finding>();
        foreach (var (state, usage) in all)
        {
            var memory = Remember(state, now);
            var cpu = usage is not null && memory.Usage is { } before ? usage.CpuPercentSince(before) : null;
            memory.Usage = usage;
            memory.LastAct = await RestartAsync(state, memory, now, context, cancellationToken) ?? memory.LastAct;
            findings.AddRange(Judge(state, usage, memory, now));
            things.Add(new WatchedThing(state.Name, state.Status + (state.Health is { } health ? $", {health}" : ""), $"{state.Image} {memory.LastAct}".Trim(), cpu, usage?.Memory));
        }

        return new WatchReport(
            Name, $"{all.Count(c => c.State.Status == "running")} of {all.Count} containers run, {all.Count(c => c.State.Health == "unhealthy")} are unhealthy.", things, findings);
    }

    private ContainerMemory Remember(ContainerState state, DateTimeOffset now)
    {
        if (!_memories.TryGetValue(state.Id, out var memory))
        {
            _memories[state.Id] = memory = new ContainerMemory { StartedAt = state.StartedAt, RestartCount = state.RestartCount };
        }

        if (memory.StartedAt != state.StartedAt)
        {
            (memory.StartedAt, memory.UnhealthySince, memory.Usage) = (state.StartedAt, null, null);
        }

        memory.RestartsInARow = state.RestartCount > memory.RestartCount ? memory.RestartsInARow + state.RestartCount - memory.RestartCount : 0;
        memory.RestartCount = state.RestartCount;
        memory.UnhealthySince = state is { Status: "running", Health: "unhealthy" } ? memory.UnhealthySince ?? now : null;
        return memory;
    }

    private async Task<string?> RestartAsync(ContainerState state, ContainerMemory memory, DateTimeOffset now, RunContext context, CancellationToken cancellationToken)
    {
        var settings = options.Value.Containers;
        if (memory.UnhealthySince is not { } since || !MayRestart(state) || (now - since).TotalMinutes < settings.UnhealthyMinutes)
        {
            return null;
        }

        var reason = string.Create(CultureInfo.InvariantCulture, $"Unhealthy for {(now - since).TotalMinutes:0.#} min: {state.HealthOutput}");
        var outcome = await desk.ActAsync(
            context, "container " + state.Name, "restart", reason, new ActBudget(settings.RestartsPerDay, FirstWait), token => RestartAsync(state, token), cancellationToken);
        return outcome.Text;
    }

    private bool MayRestart(ContainerState state) =>
        state.Labels.TryGetValue(options.Value.Containers.RestartLabel, out var wish) && wish.Equals("true", StringComparison.OrdinalIgnoreCase);

    private async Task<string?> RestartAsync(ContainerState state, CancellationToken cancellationToken)
    {
        // Somebody may have acted since the look.
        var current = await engine.InspectAsync(state.Id, cancellationToken);
        if (current is not { Status: "running", Health: "unhealthy" } || current.StartedAt != state.StartedAt)
        {
            return "It is no longer as it was found.";
        }

        if (await engine.RestartAsync(state.Id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var pause in Checks)
        {
            await Task.Delay(pause, time, cancellationToken);
            if (await engine.InspectAsync(state.Id, cancellationToken) is { Status: "running" } again && again.StartedAt != state.StartedAt)
            {
                return null;
            }
        }

        return "It was restarted, but does not run.";
    }

    private IEnumerable<Finding> Judge(ContainerState state, ContainerUsage? usage, ContainerMemory memory, DateTimeOffset now)
    {
        if (memory.UnhealthySince is { } since)
        {
            yield return Finding(
                "unhealthy", FindingSeverity.Warning, $"Container {state.Name} is unhealthy.", $"{state.HealthOutput} {memory.LastAct}".Trim(),
                MayRestart(state) ? $"It is restarted after {options.Value.Containers.UnhealthyMinutes:0.#} min. By hand: docker restart {state.Name}"
                    : $"docker restart {state.Name}; to have it done, give it the label {options.Value.Containers.RestartLabel}=true.", since);
        }

        if (state.WasOutOfMemory)
        {
            yield return Finding("out-of-memory", FindingSeverity.Warning, $"Container {state.Name} was ended because it ran out of memory.", $"{state.Image}, {state.Status}.", $"docker update --memory … {state.Name}", now);
        }

        if (state.Status == "restarting" || memory.RestartsInARow >= ManyRestarts)
        {
            yield return Finding("restarts", FindingSeverity.Warning, $"Container {state.Name} keeps restarting.", $"The Engine has restarted it {state.RestartCount} times.", $"docker logs --tail 50 {state.Name}", now);
        }

        if (usage is { MemoryLimit: { } limit } && usage.Memory > limit * NearLimit)
        {
            yield return Finding("memory", FindingSeverity.Warning, $"Container {state.Name} is near its memory limit.", $"It uses {usage.Memory >> 20} of {limit >> 20} MB.", $"docker update --memory … {state.Name}", now);
        }

        Finding Finding(string kind, FindingSeverity severity, string title, string detail, string fix, DateTimeOffset at) =>
            new($"{Name}/{kind}/{state.Name}", severity, title, detail, fix, at);
    }
}
