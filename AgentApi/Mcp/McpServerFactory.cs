using System.Text.Json;
using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// Makes the MCP server of one session, or of one request in the stateless revision; all share the same options, so making one is cheap.
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
