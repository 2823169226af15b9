namespace LocalAi.Cli.Connection;

/// <summary>The host's run file, <c>run/host.json</c>.</summary>
internal sealed record HostRun
{
    public int Pid { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null until everything required was ready.</summary>
    public double? ReadySeconds { get; init; }

    public string? DashboardUrl { get; init; }

    public IReadOnlyList<HostResource> Resources { get; init; } = [];
}
