namespace LocalAi.Cli.Connection;

/// <summary>A resource in the run file; with the fields below the line also in <c>GET /api/resources</c>.</summary>
internal sealed record HostResource
{
    public required string Name { get; init; }

    public string State { get; init; } = "";

    public int? Pid { get; init; }

    public IReadOnlyList<string> Urls { get; init; } = [];

    public string? Health { get; init; }

    public string? Reason { get; init; }

    public int Restarts { get; init; }

    /// <summary>Percent of one core.</summary>
    public double? CpuPercent { get; init; }

    public long? MemoryBytes { get; init; }

    public double? WaitedMilliseconds { get; init; }

    public double? StartMilliseconds { get; init; }
}
