using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LocalAi.AgentApi.Mcp;

/// <summary>
/// The stateless revision repeats method, name and marked arguments in headers, for proxies that do not read bodies. Both must say the same:
/// else a proxy and this server would judge different calls.
/// </summary>
internal static class McpHeaderCheck
{
    /// <summary>The revision a request is of; null for an initialize-era request that names none.</summary>
    /// <exception cref="McpError">The revision is not served, or header and body disagree.</exception>
    public static string? Revision(HttpRequest request, JsonElement json)
    {
        var header = Single(request, McpHttpHeaders.ProtocolVersion, json);
        var body = Text(json, "params", "_meta", MetaKeys.ProtocolVersion);
        if (body is not null && body != header)
        {
            throw McpError.HeaderMismatch($"{McpHttpHeaders.ProtocolVersion} and _meta name different revisions.", McpRequestReader.Id(json));
        }

        return header is null || McpRevisions.All.Contains(header) ? header : throw Unsupported(header, body is null ? McpRevisions.All : [McpRevisions.Stateless], json);
    }

    /// <exception cref="McpError">A header is missing, double, or differs from the body.</exception>
    public static void Check(HttpRequest request, JsonElement json, Func<string, JsonElement?> inputSchema)
    {
        var id = McpRequestReader.Id(json);
        var method = Text(json, "method");
        if (method is null)
        {
            return;
        }

        Equal(McpHttpHeaders.Method, Single(request, McpHttpHeaders.Method, json), method);
        if (McpRevisions.RemovedMethods.Contains(method))
        {
            throw new McpError(StatusCodes.Status404NotFound, (int)McpErrorCode.MethodNotFound, $"{method} is not part of revision {McpRevisions.Stateless}.") { Id = id };
        }

        if (id is not null
            && (Text(json, "params", "_meta", MetaKeys.ProtocolVersion) is null || Find(json, "params", "_meta", MetaKeys.ClientCapabilities) is not { ValueKind: JsonValueKind.Object }))
        {
            throw new McpError(StatusCodes.Status400BadRequest, (int)McpErrorCode.InvalidParams, $"params._meta must hold {MetaKeys.ProtocolVersion} and {MetaKeys.ClientCapabilities}.") { Id = id };
        }

        var name = method switch
        {
            "tools/call" or "prompts/get" => Text(json, "params", "name"),
            "resources/read" => Text(json, "params", "uri"),
            _ => null,
        };
        if (name is not null)
        {
            Equal(McpHttpHeaders.Name, Decode(Single(request, McpHttpHeaders.Name, json)), name);
        }

        if (method == "tools/call" && name is not null && inputSchema(name) is { } schema)
        {
            CheckArguments(request, json, schema);
        }

        void Equal(string header, string? given, string expected)
        {
            if (given != expected)
            {
                throw McpError.HeaderMismatch(given is null ? $"The header {header} is missing." : $"The header {header} differs from the body.", id);
            }
        }
    }

    private static void CheckArguments(HttpRequest request, JsonElement json, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object || !property.Value.TryGetProperty("x-mcp-header", out var mark))
            {
                continue;
            }

            var header = McpHttpHeaders.ParamPrefix + mark.GetString();
            var given = Single(request, header, json);
            var argument = Find(json, "params", "arguments", property.Name);
            var expected = argument is { ValueKind: not JsonValueKind.Null } value ? Plain(value) : null;
            if ((given is null ? null : Decode(given)) != expected)
            {
                throw McpError.HeaderMismatch($"The header {header} differs from the argument {property.Name}.", McpRequestReader.Id(json));
            }
        }
    }

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Decode(string? value)
    {
        try
        {
            return value is null ? null : McpHeaderEncoder.DecodeValue(value) ?? "";
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string? Single(HttpRequest request, string header, JsonElement json)
    {
        var values = request.Headers[header];
        return values.Count <= 1 ? values.Count == 0 ? null : values[0] : throw McpError.HeaderMismatch($"The header {header} is there {values.Count} times.", McpRequestReader.Id(json));
    }

    private static McpError Unsupported(string revision, string[] served, JsonElement json) =>
        new(StatusCodes.Status400BadRequest, (int)McpErrorCode.UnsupportedProtocolVersion, "This protocol revision is not served.")
        {
            Id = McpRequestReader.Id(json),
            Details = new JsonObject { ["supported"] = new JsonArray([.. served.Select(r => JsonValue.Create(r))]), ["requested"] = revision.Length <= 40 ? revision : revision[..40] },
        };

    private static string? Text(JsonElement json, params ReadOnlySpan<string> path) => Find(json, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static JsonElement? Find(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json;
    }
}
