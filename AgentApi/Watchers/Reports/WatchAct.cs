namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>Something a watcher did.</summary>
internal sealed record WatchAct
{
    public DateTime At { get; init; }

    /// <summary>For example <c>lmstudio</c> or a container's name.</summary>
    public required string Target { get; init; }

    /// <summary>unload or restart.</summary>
    public required string Act { get; init; }

    public required string Reason { get; init; }

    /// <summary>Null while it goes on, or when the service ended meanwhile.</summary>
    public string? Outcome { get; init; }
}
