using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LocalAi.Tests.Dashboard;

/// <summary>Some log records as services would send them.</summary>
internal static class DemoTelemetry
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    public static async Task SendAsync(DashboardHost host)
    {
        await SendAsync(host, "rag",
            Record(9, "Indexed {Files} files of {Collection} in {Elapsed} ms", new() { ["Files"] = "30", ["Collection"] = "samples", ["Elapsed"] = "812" }),
            Record(5, "BM25 candidates: {Count}", new() { ["Count"] = "48" }, TraceId),
            Record(13, "Qdrant is absent; the exact in-process index serves {Chunks} chunks", new() { ["Chunks"] = "1284" }));
        await SendAsync(host, "gateway",
            Record(9, "Request {Method} {Path} answered {Status} in {Elapsed} ms", new() { ["Method"] = "POST", ["Path"] = "/v1/chat/completions", ["Status"] = "200", ["Elapsed"] = "1204" }, TraceId),
            Record(17, "Upstream {Upstream} failed after {Attempts} attempts", new()
            {
                ["Upstream"] = "llm",
                ["Attempts"] = "3",
                ["exception.type"] = "System.Net.Http.HttpRequestException",
                ["exception.message"] = "Connection refused (127.0.0.1:8001)",
                ["exception.stacktrace"] = "System.Net.Http.HttpRequestException: Connection refused (127.0.0.1:8001)\n ---> System.Net.Sockets.SocketException (111): Connection refused\n   at System.Net.Sockets.Socket.AwaitableSocketAsyncEventArgs.ThrowException(SocketError error, CancellationToken cancellationToken)\n   at LocalAi.Gateway.Upstreams.UpstreamClient.SendAsync(ChatRequest request, CancellationToken cancellationToken) in /src/Gateway/Upstreams/UpstreamClient.cs:line 71",
            }, TraceId),
            Record(9, "자동 선택: 한국어 대화 → {Model}", new() { ["Model"] = "chat-7b" }));
    }

    public static async Task SendAsync(DashboardHost host, string service, params JsonNode[] records)
    {
        var body = new JsonObject
        {
            ["resourceLogs"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = Attributes(new() { ["service.name"] = service, ["service.instance.id"] = "a1", ["service.version"] = "0.1.0" }) },
                ["scopeLogs"] = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = $"LocalAi.{service}" }, ["logRecords"] = new JsonArray(records) }),
            }),
        };
        using var response = await host.Sender.PostAsJsonAsync("/v1/logs", body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public static JsonNode Record(int severity, string body, Dictionary<string, string>? attributes = null, string? traceId = null) => new JsonObject
    {
        ["timeUnixNano"] = $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}000000",
        ["severityNumber"] = severity,
        ["body"] = new JsonObject { ["stringValue"] = body },
        ["attributes"] = Attributes(attributes ?? []),
        ["traceId"] = traceId,
        ["spanId"] = traceId is null ? null : "00f067aa0ba902b7",
    };

    private static JsonArray Attributes(Dictionary<string, string> attributes) => new([.. attributes.Select(pair => (JsonNode)new JsonObject
    {
        ["key"] = pair.Key,
        ["value"] = new JsonObject { ["stringValue"] = pair.Value },
    })]);
}
