using System.Text.Json;
using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// Makes MCP servers: one for a session, and some that serve the stateless revision's requests one after the other; all share the same options.
/// <see cref="McpServerOptions"/> can be configured further (conformance fixtures do).
/// </summary>
internal sealed class McpServerFactory(IOptions<McpServerOptions> options, ToolCatalog catalog, ILoggerFactory loggers, IServiceProvider services)
{
    public ILoggerFactory Loggers => loggers;

    public McpServer Create(ITransport transport) => McpServer.Create(transport, options.Value, loggers, services);

    /// <summary>The input schema of a tool, or null when there is no such tool.</summary>
    public JsonElement? InputSchema(string tool) =>
        options.Value.ToolCollection is { } added && added.TryGetPrimitive(tool, out var primitive) ? primitive.ProtocolTool.InputSchema : catalog.Find(tool)?.Definition.Input.Json;
}
