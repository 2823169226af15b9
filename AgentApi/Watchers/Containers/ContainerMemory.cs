namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>What is remembered of a container from look to look.</summary>
internal sealed class ContainerMemory
{
    /// <summary>The start that the rest is about.</summary>
    public string StartedAt { get; set; } = "";

    public DateTimeOffset? UnhealthySince { get; set; }

    public ContainerUsage? Usage { get; set; }

    public int RestartCount { get; set; }

    /// <summary>Engine restarts seen one after the other, without a look between them at which there was none.</summary>
    public int RestartsInARow { get; set; }

    public string? LastAct { get; set; }
}
