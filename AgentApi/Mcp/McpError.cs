using System.Text.Json.Nodes;
using ModelContextProtocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>A request that never reaches the MCP server: HTTP status and the JSON-RPC error in the body.</summary>
internal sealed class McpError(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    /// <summary>Id of the request when it could be read.</summary>
    public JsonNode? Id { get; init; }

    public JsonNode? Details { get; init; }

    public static McpError Parse(string message) => new(StatusCodes.Status400BadRequest, (int)McpErrorCode.ParseError, message);

    public static McpError Invalid(string message, JsonNode? id = null) => new(StatusCodes.Status400BadRequest, (int)McpErrorCode.InvalidRequest, message) { Id = id };

    public static McpError HeaderMismatch(string message, JsonNode? id) => new(StatusCodes.Status400BadRequest, (int)McpErrorCode.HeaderMismatch, message) { Id = id };

    public Task WriteAsync(HttpContext context)
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Details is not null)
        {
            error["data"] = Details.DeepClone();
        }

        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = Id?.DeepClone(), ["error"] = error }, context.RequestAborted);
    }
}
