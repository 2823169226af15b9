using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>Reads one JSON-RPC message strictly: what two parsers could understand differently is refused before anything looks at it.</summary>
internal static class McpRequestReader
{
    private const int Deepest = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = Deepest };

    /// <exception cref="McpError">The request is not one JSON-RPC 2.0 message in UTF-8 JSON.</exception>
    public static async Task<(JsonElement Json, JsonRpcMessage Message)> ReadAsync(HttpContext context, int maxBytes)
    {
        CheckHeaders(context.Request);
        var body = await ReadBodyAsync(context, maxBytes);
        if (!Utf8.IsValid(body.Span))
        {
            throw McpError.Parse("The body is not UTF-8.");
        }

        JsonElement json;
        try
        {
            json = JsonElement.Parse(body.Span, Strict);

            // In valid UTF-8, half of a surrogate pair can only come as an escape.
            if (body.Span.IndexOf("\\u"u8) >= 0)
            {
                CheckText(json);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // A name with half of a surrogate pair is an InvalidOperationException of the parser that looks for names that come twice.
            throw McpError.Parse("The body is not JSON that can be accepted: " + wrong.Message);
        }

        CheckEnvelope(json);
        try
        {
            return (json, json.Deserialize<JsonRpcMessage>(McpJsonUtilities.DefaultOptions) ?? throw McpError.Invalid("The body is not a JSON-RPC message."));
        }
        catch (JsonException)
        {
            throw McpError.Invalid("The body is not a JSON-RPC message.", Id(json));
        }
    }

    public static JsonNode? Id(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number ? JsonNode.Parse(id.GetRawText()) : null;

    private static void CheckHeaders(HttpRequest request)
    {
        // As nearly every client sends them.
        if (request.ContentType == "application/json" && request.Headers.Accept == "application/json, text/event-stream")
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new McpError(StatusCodes.Status415UnsupportedMediaType, (int)McpErrorCode.InvalidRequest, "Content-Type must be application/json in UTF-8.");
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (!Accepts("application/json") || !Accepts("text/event-stream"))
        {
            throw new McpError(StatusCodes.Status406NotAcceptable, (int)McpErrorCode.InvalidRequest, "Accept must hold application/json and text/event-stream.");
        }

        bool Accepts(string wanted) => accepted.Any(a => a.MatchesMediaType(wanted) && a.Quality is null or > 0);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void CheckEnvelope(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw McpError.Invalid(json.ValueKind == JsonValueKind.Array ? "Batches are not accepted: send one message a request." : "The body is not a JSON-RPC message.");
        }

        if (!json.TryGetProperty("jsonrpc", out var version) || !version.ValueEquals("2.0"))
        {
            throw McpError.Invalid("jsonrpc must be \"2.0\".", Id(json));
        }

        if (json.TryGetProperty("id", out var id) && !(id.ValueKind == JsonValueKind.String || (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _))))
        {
            throw McpError.Invalid("id must be a text or a whole number.");
        }

        if (json.TryGetProperty("method", out var method) && method.ValueKind != JsonValueKind.String)
        {
            throw McpError.Invalid("method must be a text.", Id(json));
        }

        if (json.TryGetProperty("params", out var parameters) && parameters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            throw McpError.Invalid("params must be an object.", Id(json));
        }
    }

    /// <summary>Half of a surrogate pair passes a JSON parser and breaks whoever has to write it again.</summary>
    private static void CheckText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    CheckWhole(() => property.Name);
                    CheckText(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    CheckText(item);
                }

                break;
            case JsonValueKind.String:
                CheckWhole(json.GetString);
                break;
        }
    }

    private static void CheckWhole(Func<string?> read)
    {
        try
        {
            read();
        }
        catch (InvalidOperationException)
        {
            throw McpError.Parse("A text has half of a surrogate pair; send whole characters.");
        }
    }

    private static McpError TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, (int)McpErrorCode.InvalidRequest, $"The body has more than {maxBytes} bytes.");
}
