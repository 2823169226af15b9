using System.Collections.Concurrent;
using LocalAi.AgentApi.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// <c>tools/list</c>: by name, so the answer is the same every time. The query parameter <c>toolsets=files,git</c> or the header
/// <c>X-MCP-Toolsets</c> chooses toolsets, <c>readonly=true</c> or <c>X-MCP-Readonly</c> only what changes nothing.
/// </summary>
internal sealed class McpToolList(ToolCatalog catalog)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Tool> _tools = new(StringComparer.Ordinal);

    public ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> context, CancellationToken cancellationToken)
    {
        var filter = ToolFilter.Of(context.JsonRpcRequest.Context);
        return ValueTask.FromResult(new ListToolsResult
        {
            Tools = [.. catalog.All.Where(t => filter.Includes(t.Definition)).Select(Describe)],
            TimeToLive = Lifetime,
            CacheScope = CacheScope.Private,
        });
    }

    private Tool Describe(ITool tool) => _tools.GetOrAdd(tool.Definition.Name, _ => new Tool
    {
        Name = tool.Definition.Name,
        Title = tool.Definition.Title,
        Description = tool.Definition.Description + (tool.Definition.NeedsApproval ? " Asks the user first." : ""),
        InputSchema = tool.Definition.Input.Short,
        OutputSchema = tool.Definition.Output,
        Annotations = Annotate(tool.Definition),
    });

    // Hints that equal the protocol's defaults are left out: every client pays for the list in tokens.
    private static ToolAnnotations Annotate(ToolDefinition tool) => new()
    {
        ReadOnlyHint = tool.ReadOnly ? true : null,
        DestructiveHint = tool.ReadOnly || tool.Destructive ? null : false,
        IdempotentHint = !tool.ReadOnly && tool.Idempotent ? true : null,
        OpenWorldHint = tool.OpenWorld ? null : false,
    };
}
