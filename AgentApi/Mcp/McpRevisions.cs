namespace LocalAi.AgentApi.Mcp;

/// <summary>Protocol revisions (modelcontextprotocol.io/specification) that are served.</summary>
internal static class McpRevisions
{
    /// <summary>Without sessions: every request stands for itself.</summary>
    public const string Stateless = "2026-07-28";

    public static readonly string[] All = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Stateless];

    /// <summary>Methods that <see cref="Stateless"/> no longer has.</summary>
    public static readonly string[] RemovedMethods =
        ["initialize", "notifications/initialized", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "notifications/roots/list_changed"];
}
