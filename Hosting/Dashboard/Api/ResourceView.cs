using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>A resource as the API shows it. The environment is sent only where one resource is asked for.</summary>
internal sealed record ResourceView
{
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required string State { get; init; }
    public string? Health { get; init; }
    public string? Reason { get; init; }
    public int? Pid { get; init; }
    public int? ExitCode { get; init; }
    public string? Source { get; init; }
    public required IReadOnlyList<string> Urls { get; init; }
    public required IReadOnlyList<string> WaitingFor { get; init; }
    public required IReadOnlyList<string> DependsOn { get; init; }
    public string? Parent { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public double? WaitedMilliseconds { get; init; }
    public double? StartMilliseconds { get; init; }
    public bool OnCriticalPath { get; init; }
    public int Restarts { get; init; }
    public LimitsView? Limits { get; init; }
    public double? CpuPercent { get; init; }
    public long? MemoryBytes { get; init; }
    public required IReadOnlyList<string> Commands { get; init; }
    public long Version { get; init; }
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    public static ResourceView From(ResourceSnapshot snapshot) => new()
    {
        Name = snapshot.Name,
        Type = snapshot.Type,
        State = snapshot.State,
        Health = snapshot.Health,
        Reason = snapshot.Reason,
        Pid = snapshot.ProcessId,
        ExitCode = snapshot.ExitCode,
        Source = snapshot.Source,
        Urls = snapshot.Urls,
        WaitingFor = snapshot.WaitingFor,
        DependsOn = snapshot.DependsOn,
        Parent = snapshot.Parent,
        StartedAt = snapshot.StartedAt,
        WaitedMilliseconds = Round(snapshot.WaitedMilliseconds),
        StartMilliseconds = Round(snapshot.StartMilliseconds),
        OnCriticalPath = snapshot.OnCriticalPath,
        Restarts = snapshot.Restarts,
        Limits = snapshot.Limits is { } limits ? LimitsView.From(limits) : null,
        CpuPercent = Round(snapshot.CpuPercent),
        MemoryBytes = snapshot.MemoryBytes,
        Commands = snapshot.Commands,
        Version = snapshot.Version,
    };

    // JSON knows neither NaN nor infinity; a sampler that divides by zero must not break the page.
    private static double? Round(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 1) : null;
}
