using LocalAi.AgentApi.Tools;
using ModelContextProtocol.Protocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>Which tools a client wants to see. It also binds calls: what is filtered out cannot be called.</summary>
internal sealed record ToolFilter(IReadOnlySet<string>? Toolsets, bool ReadOnly)
{
    private const string Key = "localai.tool-filter";

    public static readonly ToolFilter All = new(null, false);

    public static ToolFilter Of(HttpRequest request)
    {
        var toolsets = request.Query["toolsets"].ToString() is { Length: > 0 } query ? query : request.Headers["X-MCP-Toolsets"].ToString();
        var readOnly = request.Query["readonly"].ToString() is { Length: > 0 } asked ? asked : request.Headers["X-MCP-Readonly"].ToString();
        return toolsets.Length == 0 && readOnly.Length == 0
            ? All
            : new ToolFilter(
                toolsets.Length is 0 or > 400 ? null : toolsets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase),
                readOnly.Equals("true", StringComparison.OrdinalIgnoreCase) || readOnly == "1");
    }

    public static ToolFilter Of(JsonRpcMessageContext? context) => context?.Items?.TryGetValue(Key, out var filter) == true ? (ToolFilter)filter! : All;

    public void AttachTo(JsonRpcMessageContext context)
    {
        if (!ReferenceEquals(this, All))
        {
            context.Items = new Dictionary<string, object?>(StringComparer.Ordinal) { [Key] = this };
        }
    }

    public bool Includes(ToolDefinition tool) => (Toolsets is null || Toolsets.Contains(tool.Toolset)) && (!ReadOnly || tool.ReadOnly);
}
