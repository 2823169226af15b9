using System.Net;
using System.Text.Json;
using LocalAi.Tests.Gateway.Support;

namespace LocalAi.Tests.Gateway;

public sealed class OpenApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_DescribesV1BesideTheAdminApi()
    {
        await using var gateway = await TestGateway.StartAsync();

        var document = await ReadAsync(gateway);

        var paths = document.GetProperty("paths");
        string[] expected = ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/models", "/v1/models/{model}", "/api/keys", "/api/usage", "/prewarm"];
        expected.ShouldBeSubsetOf(paths.EnumerateObject().Select(p => p.Name));
        document.GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ShouldBeUnique();
        var chat = paths.GetProperty("/v1/chat/completions").GetProperty("post");
        chat.GetProperty("tags")[0].GetString().ShouldBe("openai");
        chat.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldBe(["200", "400", "401", "403", "404", "413", "429", "502", "503", "504"]);
        chat.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty("text/event-stream", out _).ShouldBeTrue();
        Schema(chat).GetProperty("properties").GetProperty("model").GetProperty("enum").EnumerateArray().Select(m => m.GetString()).ShouldBe(["chat-7b", "code-7b", "auto"]);
    }

    [Fact]
    public async Task EveryExampleOfTheDocument_IsAnswered()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:embedding:Endpoint", upstream.Url));
        var sent = 0;

        foreach (var path in (await ReadAsync(gateway)).GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            if (!path.Value.TryGetProperty("post", out var operation))
            {
                continue;
            }

            foreach (var example in Body(operation).GetProperty("examples").EnumerateObject())
            {
                using var response = await gateway.Client.PostAsync(example.Value.GetProperty("value").GetRawText(), path.Name);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path.Name}, example {example.Name}: {await response.Content.ReadAsStringAsync(Cancel)}");
                sent++;
            }
        }

        sent.ShouldBe(7);
        upstream.Calls.ShouldBe(7);
    }

    private static async Task<JsonElement> ReadAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.GetAsync("/openapi/v1.json", Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    private static JsonElement Body(JsonElement operation) => operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");

    private static JsonElement Schema(JsonElement operation) => Body(operation).GetProperty("schema");
}
