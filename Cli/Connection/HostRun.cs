namespace LocalAi.Cli.Connection;

/// <summary>The host's run file, <c>run/host.json</c>.</summary>
internal sealed record HostRun
{
    public int Pid { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null until everything required was ready.</summary>
    public double? ReadySeconds { get; set; }

    public string? DashboardUrl { get; set; }

    public IReadOnlyList<HostResource> Resources { get; set; } = [];
}
