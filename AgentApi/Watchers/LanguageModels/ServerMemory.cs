using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Watchers.Processes;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>What is remembered of a server from look to look.</summary>
internal sealed class ServerMemory(LeakDetector detector)
{
    public LeakDetector Detector { get; } = detector;

    public bool IsRestored { get; set; }

    public ProcessIdentity Process { get; set; }

    public TimeSpan Cpu { get; set; }

    /// <summary>Monotonic time of the last look.</summary>
    public long SeenAt { get; set; }

    /// <summary>Since when it uses the CPU without a request; null while it does not.</summary>
    public DateTimeOffset? HotSince { get; set; }

    /// <summary>When it was last known or suspected to be in use.</summary>
    public DateTimeOffset UsedAt { get; set; }

    public string Models { get; set; } = "";

    public LeakFinding? Leak { get; set; }

    public DateTimeOffset LeakSeenAt { get; set; }

    /// <summary>What was done about it last, or why nothing was.</summary>
    public string? LastAct { get; set; }
}
