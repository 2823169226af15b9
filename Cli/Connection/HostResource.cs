namespace LocalAi.Cli.Connection;

/// <summary>A resource in the run file; with the fields below the line also in <c>GET /api/resources</c>.</summary>
internal sealed record HostResource
{
    public required string Name { get; set; }

    public string State { get; set; } = "";

    public int? Pid { get; set; }

    public IReadOnlyList<string> Urls { get; set; } = [];

    public string? Health { get; set; }

    public string? Reason { get; set; }

    public int Restarts { get; set; }

    /// <summary>Percent of one core.</summary>
    public double? CpuPercent { get; set; }

    public long? MemoryBytes { get; set; }

    public double? WaitedMilliseconds { get; set; }

    public double? StartMilliseconds { get; set; }
}
