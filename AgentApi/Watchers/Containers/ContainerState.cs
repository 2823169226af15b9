namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>A container as the Engine shows it.</summary>
internal sealed record ContainerState
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Image { get; init; }

    /// <summary>created, running, paused, restarting, removing, exited or dead.</summary>
    public required string Status { get; init; }

    /// <summary>healthy, unhealthy, starting, or null without a health check.</summary>
    public string? Health { get; init; }

    /// <summary>Last words of its health check.</summary>
    public string? HealthOutput { get; init; }

    public int RestartCount { get; init; }

    public bool WasOutOfMemory { get; init; }

    /// <summary>When it was started, as the Engine writes it: another value is another start.</summary>
    public string StartedAt { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
