namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>Section <c>Rhythm:Watchers:Containers</c>.</summary>
public sealed class ContainerOptions
{
    /// <summary>The Engine's socket. Absent: there are no containers to watch.</summary>
    public string Socket { get; set; } = "/var/run/docker.sock";

    /// <summary>A container with this label set to <c>true</c> may be restarted when it is unhealthy.</summary>
    public string RestartLabel { get; set; } = "localai.restart";

    /// <summary>A container must have been unhealthy for so many minutes before it is restarted, 0 to 1,440.</summary>
    public double UnhealthyMinutes { get; set; } = 5;

    /// <summary>Restarts of one container in 24 hours, 0 to 24. The wait between them doubles.</summary>
    public int RestartsPerDay { get; set; } = 3;
}
