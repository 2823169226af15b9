namespace LocalAi.AgentApi.Mcp;

internal sealed class McpOptions
{
    /// <summary>Largest request body in bytes. 65,536 to 16,777,216.</summary>
    public int MaxRequestBytes { get; set; } = 4 << 20;

    /// <summary>Sessions of the revisions before 2026-07-28 that are kept at once; the one idle longest makes room. 1 to 100,000.</summary>
    public int MaxSessions { get; set; } = 1000;

    /// <summary>Minutes without a request after which a session ends. 1 to 1,440.</summary>
    public int IdleMinutes { get; set; } = 20;

    /// <summary>Seconds between signs of life of a running tool, when the client asked for progress. 1 to 60.</summary>
    public int ProgressSeconds { get; set; } = 8;
}
