namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>A resource of the AppHost as the host's API shows it.</summary>
internal sealed record HostResource
{
    public required string Name { get; init; }

    public required string State { get; init; }

    public string? Health { get; init; }

    public string? Reason { get; init; }

    public int Restarts { get; init; }

    /// <summary>Percent of one core.</summary>
    public double? CpuPercent { get; init; }

    public long? MemoryBytes { get; init; }

    public double? LimitCpus { get; init; }

    public long? LimitMemory { get; init; }
}
