namespace LocalAi.Hosting.Monitoring;

/// <summary>What is known of one resource at one moment. Immutable; a change is a new snapshot with a higher <see cref="Version"/>.</summary>
public sealed record ResourceSnapshot
{
    /// <summary>The name given in AppHost, unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>What it is: Project, Executable, Container, Parameter, Database, ExternalService.</summary>
    public required string Type { get; init; }

    /// <summary>One of <see cref="ResourceStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Healthy, Unhealthy, or null while nothing has been checked.</summary>
    public string? Health { get; init; }

    /// <summary>Why it is in this state, in one sentence a user can act on; the last log lines when it failed.</summary>
    public string? Reason { get; init; }

    public int? ProcessId { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>The command that runs it (program and arguments, secrets masked).</summary>
    public string? Source { get; init; }

    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Names of resources it is waiting for right now.</summary>
    public IReadOnlyList<string> WaitingFor { get; init; } = [];

    /// <summary>Names of all resources it waits for before it starts.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Name of the resource it belongs to (a database's server), or null.</summary>
    public string? Parent { get; init; }

    /// <summary>When the last start began (after waiting).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Milliseconds from the host's start until this resource was allowed to start; null until then.</summary>
    public double? WaitedMilliseconds { get; init; }

    /// <summary>Milliseconds from its start until it was ready; null until then.</summary>
    public double? StartMilliseconds { get; init; }

    /// <summary>True when it lies on the chain of waits that decided when the whole was ready.</summary>
    public bool OnCriticalPath { get; init; }

    /// <summary>How often it was restarted after a crash or a failed health check.</summary>
    public int Restarts { get; init; }

    public ResourceLimits? Limits { get; init; }

    /// <summary>Percent of one core over the last sample; null where it cannot be read.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of the process group in bytes; null where it cannot be read.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Environment as given to the process; secrets are masked.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Commands that can be executed now: start, stop, restart.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Grows with every change of any resource.</summary>
    public long Version { get; init; }
}
