using LocalAi.AgentApi.Approvals;
using LocalAi.AgentApi.Limits;
using LocalAi.AgentApi.Mcp;
using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Tools.Notion;
using LocalAi.AgentApi.Tools.Web;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi;

/// <summary>Section <c>Agent</c>.</summary>
internal sealed class AgentOptions
{
    public const string Section = "Agent";

    /// <summary>development or production; the environment variable <c>SECURITY_MODE</c> wins. In production CRITICAL tools are for admins only.</summary>
    public string SecurityMode { get; set; } = "development";

    /// <summary>Folders the tools may see. Default: <c>~/localai-workspace</c>, read-write. The first one is where relative paths start.</summary>
    public WorkspaceOptions[] Workspaces { get; set; } = [];

    /// <summary>True lets the file tools open files with several hard links: one of them may lie outside the workspace.</summary>
    public bool AllowHardLinks { get; set; }

    /// <summary>Per tool name, what differs from the built-in rate limits.</summary>
    public Dictionary<string, RateLimit> RateLimits { get; set; } = new(StringComparer.Ordinal);

    public ConcurrencyOptions Concurrency { get; set; } = new();

    public ApprovalOptions Approvals { get; set; } = new();

    public McpOptions Mcp { get; set; } = new();

    public SandboxOptions Sandbox { get; set; } = new();

    public NotionOptions Notion { get; set; } = new();

    public WebOptions Web { get; set; } = new();

    /// <summary>Tokens of a conversation the model is shown; what is older is summarized. 1,000 to 1,000,000.</summary>
    public int ContextTokens { get; set; } = 6000;

    /// <summary>Largest tool result in bytes that is sent at once; the rest comes by cursor. 4,096 to 65,536.</summary>
    public int MaxResultBytes { get; set; } = 64 * 1024;

    /// <summary>Largest arguments of one call in bytes, as JSON. 1,024 to 8,388,608.</summary>
    public int MaxArgumentBytes { get; set; } = 2 << 20;

    public bool IsProduction => string.Equals(SecurityMode, "production", StringComparison.OrdinalIgnoreCase);
}
