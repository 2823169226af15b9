using System.Text.Json.Nodes;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Knowledge;

public sealed class KnowledgeToolsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RagSearch_GivesPassagesMarkedUntrusted()
    {
        await using var rag = await LocalServiceDouble.StartAsync((_, _) => new JsonObject
        {
            ["query_id"] = Guid.Empty,
            ["answer"] = "",
            ["sources"] = new JsonArray(new JsonObject { ["n"] = 1, ["collection"] = "docs", ["path"] = "guide.md", ["line_start"] = 3, ["line_end"] = 9, ["text"] = "Ports are set in AppHost.", ["quote"] = "Ports" }),
        });
        await using var ws = new WorkspaceHost(("services:rag:http:0", rag.Url));

        var result = await ws.OkAsync("rag_search", new { query = "ports?", collection = "docs", limit = 3 });

        result.Text.ShouldContain("[1] guide.md lines 3-9\nPorts are set in AppHost.");
        result.Untrusted.ShouldBeTrue();
        var sent = rag.Requests.ShouldHaveSingleItem();
        sent.Path.ShouldBe("/query");
        sent.Body.GetProperty("top").GetInt32().ShouldBe(3);
        sent.Body.GetProperty("collection").GetString().ShouldBe("docs");
    }

    [Fact]
    public async Task AiChat_GivesTheAnswer()
    {
        await using var gateway = await LocalServiceDouble.StartAsync((_, _) => JsonNode.Parse("""{"model":"chat-7b","choices":[{"index":0,"message":{"role":"assistant","content":"안녕"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""")!);
        await using var ws = new WorkspaceHost(("services:gateway:http:0", gateway.Url));

        var result = await ws.OkAsync("ai_chat", new { prompt = "hi", system = "be short", model = "chat-7b" });

        result.Text.ShouldBe("안녕");
        gateway.Requests[0].Body.GetProperty("messages").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("rag_search", "services:rag:http:0")]
    [InlineData("ai_chat", "services:gateway:http:0")]
    public async Task ServiceAway_SaysHowToStartIt_WithoutItsAddress(string tool, string setting)
    {
        await using var ws = new WorkspaceHost((setting, $"http://127.0.0.1:{PostgresServer.FreePort()}"));
        var message = (await ws.NotOkAsync(tool, new Dictionary<string, string> { [tool == "rag_search" ? "query" : "prompt"] = "x" })).Message!;
        message.ShouldContain("dotnet run --project AppHost");
        message.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task ServiceRefuses_PassesItsSentenceOn()
    {
        await using var rag = await LocalServiceDouble.StartAsync(async (_, _, context) =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsJsonAsync(new { detail = "There is no collection 'x'; there are docs." });
        });
        await using var ws = new WorkspaceHost(("services:rag:http:0", rag.Url));
        (await ws.NotOkAsync("rag_search", new { query = "x", collection = "x" })).Message!.ShouldContain("there are docs");
    }

    [Fact]
    public async Task SwitchModel_AsksTheGateway()
    {
        await using var gateway = await LocalServiceDouble.StartAsync((path, _) => path.EndsWith("/load", StringComparison.Ordinal)
            ? JsonNode.Parse("""{"models":[{"model":"code-7b","ready":true,"upstream":"llm","seconds":2}]}""")!
            : JsonNode.Parse("""{"models":[]}""")!);
        await using var ws = new WorkspaceHost(("services:gateway:http:0", gateway.Url));
        var tool = ws.Host.Get<ToolCatalog>().Find("switch_model")!;
        foreach (var action in (string[])["load", "unload"])
        {
            await tool.RunAsync(new ToolInvocation(new Caller("amy", "admin", null, "rest", null), Arguments.Of(new { model = "code-7b", action }), null), Token);
        }

        gateway.Requests.Select(r => r.Path).ShouldBe(["/api/models/code-7b/load", "/api/models/code-7b/unload"]);
    }
}
