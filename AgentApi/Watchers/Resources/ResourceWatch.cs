using System.Globalization;
using LocalAi.AgentApi.Watchers.Reports;

namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>The AppHost's resources as the embedded host sees them: failed, unhealthy, restarting, near their limits.</summary>
internal sealed class ResourceWatch(HostRunFile file, HostApi api)
{
    public const string Name = "resources";
    private const double NearLimit = 0.9;
    private const int ManyRestarts = 3;

    private readonly Dictionary<string, int> _restarts = [];
    private int _host;

    public async Task<WatchReport> LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (file.Read() is not { Dashboard: not null } host)
        {
            return WatchReport.Absent(Name, "No embedded host with a dashboard runs here.");
        }

        IReadOnlyList<HostResource> all;
        try
        {
            all = await api.ResourcesAsync(host, cancellationToken);
        }
        catch (Exception away) when (away is HttpRequestException or TimeoutException)
        {
            return WatchReport.Absent(Name, $"The host's API cannot be asked: {away.Message}");
        }

        if (host.Pid != _host)
        {
            // Another host counts from zero.
            _restarts.Clear();
            _host = host.Pid;
        }

        List<Finding> findings = [.. all.SelectMany(r => Judge(r, now))];
        foreach (var resource in all)
        {
            _restarts[resource.Name] = resource.Restarts;
        }

        return new WatchReport(Name, $"{all.Count(r => r.State is "Running" or "Finished")} of {all.Count} resources run.", [.. all.Select(Thing)], findings);
    }

    private IEnumerable<Finding> Judge(HostResource resource, DateTimeOffset now)
    {
        if (resource.State is "Failed" or "FailedToStart")
        {
            yield return Finding("failed", FindingSeverity.Critical, $"{resource.Name} has failed and is not started again.", resource.Reason ?? resource.State, $"Look at its log and start it: ai restart {resource.Name}, or the dashboard.");
        }
        else if (resource is { State: "Running", Health: "Unhealthy" })
        {
            yield return Finding("unhealthy", FindingSeverity.Warning, $"{resource.Name} is unhealthy.", resource.Reason ?? "Its health check fails.", $"Look at its log; the dashboard restarts it.");
        }

        if (_restarts.TryGetValue(resource.Name, out var before) && resource.Restarts - before > 0 && resource.Restarts >= ManyRestarts)
        {
            yield return Finding("restarts", FindingSeverity.Warning, $"{resource.Name} keeps restarting.", $"It was restarted {resource.Restarts} times, {resource.Restarts - before} of them since the last look. {resource.Reason}", "Its last log lines in the dashboard say why it ends.");
        }

        if (resource is { MemoryBytes: { } used, LimitMemory: { } limit } && used > limit * NearLimit)
        {
            yield return Finding("memory", FindingSeverity.Warning, $"{resource.Name} is near its memory limit.", string.Create(CultureInfo.InvariantCulture, $"It uses {used >> 20} of {limit >> 20} MB; at the limit the kernel ends it."), "Raise WithLimits in AppHost.cs, or find out what grows.");
        }

        if (resource is { CpuPercent: { } cpu, LimitCpus: { } cores } && cpu > cores * 100 * NearLimit)
        {
            yield return Finding("cpu", FindingSeverity.Info, $"{resource.Name} uses all the CPU it may.", string.Create(CultureInfo.InvariantCulture, $"{cpu:0} % of one core; its limit is {cores * 100:0} %."), "Raise WithLimits in AppHost.cs if it is slow.");
        }

        Finding Finding(string kind, FindingSeverity severity, string title, string detail, string fix) =>
            new($"{Name}/{kind}/{resource.Name}", severity, title, detail, fix, now);
    }

    private static WatchedThing Thing(HostResource resource) => new(
        resource.Name,
        resource.State + (resource.Health is { } health ? $", {health.ToLowerInvariant()}" : ""),
        (resource.Restarts > 0 ? $"restarted {resource.Restarts} times. " : "") + resource.Reason,
        resource.CpuPercent,
        resource.MemoryBytes);
}
