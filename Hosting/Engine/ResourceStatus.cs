using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;

namespace LocalAi.Hosting.Engine;

/// <summary>Writes what becomes of one resource: its state for everybody on the board, and the host's own words in its console.</summary>
internal sealed class ResourceStatus(string name, ResourceConsole console, RunnerContext context)
{
    public void Say(string progress)
    {
        Write($"[host] {progress}", isError: false);
        Update(s => s with { State = s.State == ResourceStates.NotStarted ? ResourceStates.Waiting : s.State, Reason = progress });
    }

    public void NotHere(Presence presence) => Update(s => s with
    {
        State = presence.IsAbsent ? ResourceStates.Absent : ResourceStates.NotStarted,
        Reason = presence.Reason,
        Health = null,
        ProcessId = null,
        WaitingFor = [],
    });

    public void NeverBegan() => Update(s => s.State is ResourceStates.Waiting or ResourceStates.Starting
        ? s with { State = ResourceStates.NotStarted, WaitingFor = [], Reason = null }
        : s);

    public void StoppedByUser() => Update(s => s.ProcessId is null ? s with { State = ResourceStates.Exited, Reason = "stopped by the user", WaitingFor = [] } : s);

    public void Starting(long began) => Update(s => s with
    {
        State = ResourceStates.Starting,
        Health = null,
        Reason = null,
        WaitingFor = [],
        ExitCode = null,
        StartedAt = context.Time.GetUtcNow(),
        WaitedMilliseconds = s.WaitedMilliseconds ?? context.Time.GetElapsedTime(context.HostStart, began).TotalMilliseconds,
    });

    public void CouldNotStart(string reason, string? details = null)
    {
        Write(details ?? reason);
        Update(s => s with { State = ResourceStates.FailedToStart, Reason = reason, ProcessId = null, Health = null });
    }

    public void Started(int processId, LaunchPlan plan) => Update(s => s with
    {
        ProcessId = processId,
        Source = $"{plan.File} {string.Join(' ', plan.Args)}",
        Reason = null,
        Environment = plan.Environment.ToDictionary(v => v.Key, v => plan.SecretVariables.Contains(v.Key) ? ResourceSnapshots.Masked : v.Value),
    });

    public void Ready(long began) => Update(s => s with
    {
        State = ResourceStates.Running,
        Health = ResourceSnapshots.Healthy,
        Reason = null,
        StartMilliseconds = context.Time.GetElapsedTime(began).TotalMilliseconds,
    });

    public void Health(bool isHealthy, string? reason) => Update(s => s with
    {
        Health = isHealthy ? ResourceSnapshots.Healthy : ResourceSnapshots.Unhealthy,
        Reason = reason,
    });

    public void Stopping() => Update(s => s with { State = ResourceStates.Stopping, Health = null });

    public void Killed(string cause) => Write($"[host] {name} {cause} and is killed.");

    public void Stopped(int code) => Update(s => Ended(s, ResourceStates.Exited, code) with { Reason = "stopped" });

    public void Finished() => Update(s => Ended(s, ResourceStates.Finished, code: 0));

    /// <summary>It ended against everybody's will.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="code">Its exit code.</param>
    /// <param name="restart">When it is started again; null: it is not.</param>
    public void Crashed(ResourceFailure failure, int code, TimeSpan? restart)
    {
        var next = restart is { } delay ? $"restarting in {delay.TotalSeconds:0} s" : null;
        Write($"[host] {name} {failure.Cause}; {next ?? "giving up"}");
        Update(s => Ended(s, next is null ? ResourceStates.Failed : ResourceStates.Exited, code) with
        {
            Restarts = s.Restarts + (next is null ? 0 : 1),
            Reason = next is null ? $"{failure.Cause} ({RestartPolicy.MostCrashes} times). {failure.Advice}" : $"{failure.Cause}; {next}",
        });
    }

    private static ResourceSnapshot Ended(ResourceSnapshot snapshot, string state, int code) => snapshot with
    {
        State = state,
        ExitCode = code,
        ProcessId = null,
        Health = null,
        CpuPercent = null,
        MemoryBytes = null,
    };

    private void Write(string text, bool isError = true) => console.Write(isError, text);

    private void Update(Func<ResourceSnapshot, ResourceSnapshot> change) => context.Board.Update(name, change);
}
