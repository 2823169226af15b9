using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Limits;

/// <summary>Which rate limit a tool has: the configured one, the named one (SPEC E3), else one by sensitivity.</summary>
internal sealed class RateLimits(IOptions<AgentOptions> options)
{
    private static readonly Dictionary<string, RateLimit> Named = new(StringComparer.Ordinal)
    {
        ["read_file"] = new(100, 60, 20),
        ["list_files"] = new(60, 60, 10),
        ["rag_search"] = new(30, 60, 5),
        ["write_file"] = new(20, 60, 5),
        ["git_commit"] = new(10, 60, 2),
        ["execute_python"] = new(10, 60, 2),
        ["execute_bash"] = new(10, 60, 2),
        ["switch_model"] = new(5, 300, 1),
    };

    private static readonly RateLimit Low = new(60, 60, 10);
    private static readonly RateLimit Medium = new(20, 60, 5);
    private static readonly RateLimit High = new(10, 60, 2);
    private static readonly RateLimit Critical = new(5, 60, 1);

    public RateLimit For(ToolDefinition tool) =>
        options.Value.RateLimits.TryGetValue(tool.Name, out var configured) ? configured
        : Named.TryGetValue(tool.Name, out var named) ? named
        : tool.Sensitivity switch
        {
            Sensitivity.Low => Low,
            Sensitivity.Medium => Medium,
            Sensitivity.High => High,
            _ => Critical,
        };
}
