using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>Speaks MCP over plain HTTP, so that a test can send what no client library would.</summary>
internal static class McpWire
{
    public const string Stateless = "2026-07-28";

    public static JsonObject Request(string method, JsonObject? parameters = null, int id = 1) => new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };

    public static JsonObject Modern(string method, JsonObject? parameters = null, JsonObject? capabilities = null)
    {
        parameters ??= [];
        parameters["_meta"] = new JsonObject { ["io.modelcontextprotocol/protocolVersion"] = Stateless, ["io.modelcontextprotocol/clientCapabilities"] = capabilities ?? [] };
        return Request(method, parameters);
    }

    public static JsonObject Call(string tool, JsonObject arguments) => new() { ["name"] = tool, ["arguments"] = arguments };

    public static Task<HttpResponseMessage> PostModernAsync(this HttpClient http, JsonObject message, CancellationToken cancellationToken, string path = "mcp")
    {
        var name = (string?)message["params"]?["name"] ?? (string?)message["params"]?["uri"];
        List<(string, string)> headers = [("MCP-Protocol-Version", Stateless), ("Mcp-Method", (string)message["method"]!)];
        if (name is not null)
        {
            headers.Add(("Mcp-Name", name));
        }

        return http.PostMcpAsync(message.ToJsonString(), cancellationToken, path, [.. headers]);
    }

    public static async Task<HttpResponseMessage> PostMcpAsync(this HttpClient http, string body, CancellationToken cancellationToken, string path = "mcp", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The response message in an answer, whether it came as JSON or as an event; notifications before it are left out.</summary>
    public static async Task<JsonElement> MessageAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
            {
                if (item.Data.Length > 0 && JsonElement.Parse(item.Data) is var message && !message.TryGetProperty("method", out _))
                {
                    return message;
                }
            }

            throw new InvalidOperationException("The stream ended without a response.");
        }

        return JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public static async Task<JsonElement> ResultAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var message = await response.MessageAsync(cancellationToken);
        message.TryGetProperty("result", out var result).ShouldBeTrue(message.GetRawText());
        return result;
    }

    public static async Task<int> ErrorCodeAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var message = await response.MessageAsync(cancellationToken);
        message.TryGetProperty("error", out var error).ShouldBeTrue(message.GetRawText());
        return error.GetProperty("code").GetInt32();
    }

    public static string Text(this JsonElement result) => string.Concat(result.GetProperty("content").EnumerateArray().Where(c => c.GetProperty("type").GetString() == "text").Select(c => c.GetProperty("text").GetString()));

    /// <summary>Opens a session and returns its id.</summary>
    public static async Task<string> InitializeAsync(this HttpClient http, CancellationToken cancellationToken, JsonObject? capabilities = null)
    {
        var parameters = new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = capabilities ?? [], ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" } };
        using var response = await http.PostMcpAsync(Request("initialize", parameters).ToJsonString(), cancellationToken);
        (await response.ResultAsync(cancellationToken)).GetProperty("protocolVersion").GetString().ShouldBe("2025-11-25");
        var session = response.Headers.GetValues("Mcp-Session-Id").Single();
        using var initialized = await http.PostMcpAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", cancellationToken, "mcp", ("Mcp-Session-Id", session));
        initialized.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        return session;
    }

    public static Task<HttpResponseMessage> PostSessionAsync(this HttpClient http, string session, JsonObject message, CancellationToken cancellationToken) =>
        http.PostMcpAsync(message.ToJsonString(), cancellationToken, "mcp", ("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25"));
}
