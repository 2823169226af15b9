namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>Section <c>Rhythm:Watchers:Processes</c>.</summary>
public sealed class ProcessOptions
{
    /// <summary>A process whose parent is gone and that uses more than 80 % of a core for so many minutes is reported, 1 to 1,440.</summary>
    public double RunawayMinutes { get; set; } = 5;

    /// <summary>Two processes that do the same count as duplicates when both are older than so many minutes, 0 to 10,080.</summary>
    public double DuplicateMinutes { get; set; } = 10;

    /// <summary>Programs by name that are never reported, beside shells and session programs. At most 200.</summary>
    public string[] Exclude { get; set; } = [];
}
