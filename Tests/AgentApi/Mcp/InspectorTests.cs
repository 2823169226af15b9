using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAi.AgentApi;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Web;
using LocalAi.Contracts.Agent;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Notion;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalAi.Tests.AgentApi.Mcp;

/// <summary>The official Inspector's CLI (npm, pinned) lists the tools and calls every one of them: over HTTP in both eras, and over stdio.</summary>
public sealed class InspectorTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int ToolError = 5;

    private readonly TemporaryFolder _folder = new();
    private NotionDouble _notion = null!;
    private LocalServiceDouble _gateway = null!;
    private LocalServiceDouble _rag = null!;
    private WorkspaceHost _ws = null!;
    private string _npm = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _npm = McpNpm.Folder();
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap") && File.Exists("/usr/bin/git"), "The tools need: apt-get install bubblewrap git");
        _notion = await NotionDouble.StartAsync();
        _notion.AddPage("Inspector parent");
        _gateway = await LocalServiceDouble.StartAsync((path, _) => JsonNode.Parse(path.EndsWith("/load", StringComparison.Ordinal)
            ? """{"models":[{"model":"code-7b","ready":true,"upstream":"llm","seconds":2}]}"""
            : """{"model":"chat-7b","choices":[{"index":0,"message":{"role":"assistant","content":"안녕"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""")!);
        _rag = await LocalServiceDouble.StartAsync((_, _) => JsonNode.Parse(
            """{"query_id":"00000000-0000-0000-0000-000000000001","answer":"","sources":[{"n":1,"collection":"docs","path":"guide.md","line_start":3,"line_end":9,"text":"Ports.","quote":"Ports"}]}""")!);
        var reader = new PageDouble();
        reader.Pages["https://example.org/article"] = new WebPage("https://example.org/article", "An article", "Its text.");
        _ws = new WorkspaceHost(
            services => services.Replace(ServiceDescriptor.Singleton<IWebReader>(reader)),
            [("ConnectionStrings:localai", await postgres.CreateDatabaseAsync(Token)), .. Settings()]);
        await ShellAsync("git init -q -b main . && git -c user.name=t -c user.email=t@x commit -q --allow-empty -m first");
    }

    public async ValueTask DisposeAsync()
    {
        if (_ws is not null)
        {
            await _ws.DisposeAsync();
            await _rag.DisposeAsync();
            await _gateway.DisposeAsync();
            await _notion.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task Http_EveryTool_AnswersAsItShould(string era)
    {
        _ws.Host.UseKestrel(0);
        _ws.Host.StartServer();
        await _ws.Host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(60), Token);
        string[] server = [new Uri(_ws.Host.ClientOptions.BaseAddress, "/mcp").ToString(), "--transport", "http", "--protocol-era", era];
        var tools = _ws.Host.Get<ToolCatalog>().All.Select(t => t.Definition).ToList();

        await CheckListAsync(server, tools);
        var free = tools.Where(t => !t.NeedsApproval).ToList();
        await CheckCallsAsync(server, free, asked: false);

        // Asked first; in the stateless era the same call runs once a person has said yes. A session of the older era ends with its client.
        var guarded = tools.Where(t => t.NeedsApproval).ToList();
        await CheckCallsAsync(server, guarded, asked: true);
        if (era == "modern")
        {
            var agent = _ws.Host.Agent();
            foreach (var approval in (await agent.ListApprovalsAsync("pending", Token)).Approvals)
            {
                await agent.DecideAsync(approval.Id, new ApprovalDecision { Decision = "approve" }, Token);
            }

            await CheckCallsAsync(server, guarded, asked: false);
        }

        (await _ws.Host.Agent().VerifyAuditAsync(Token)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Stdio_EveryTool_AnswersAsItShould()
    {
        var config = new JsonObject
        {
            ["mcpServers"] = new JsonObject
            {
                ["localai"] = new JsonObject
                {
                    ["command"] = "dotnet",
                    ["args"] = new JsonArray(typeof(AgentOptions).Assembly.Location, "--stdio"),
                    ["env"] = new JsonObject([.. Settings().Append(("Agent:Workspaces:0:Path", _ws.Root)).Append(("HOME", _folder.Path))
                        .Select(s => KeyValuePair.Create(s.Item1.Replace(":", "__", StringComparison.Ordinal), (JsonNode?)s.Item2))]),
                },
            },
        };
        string[] server = ["--config", _folder.File("stdio.json", config.ToJsonString()), "--server", "localai", "--protocol-era", "modern"];
        var tools = _ws.Host.Get<ToolCatalog>().All.Select(t => t.Definition).ToList();

        await CheckListAsync(server, tools);
        await CheckCallsAsync(server, [.. tools.Where(t => !t.NeedsApproval)], asked: false);

        // Without Postgres nothing that needs an approval runs.
        foreach (var (tool, answer) in await CallAsync(server, [.. tools.Where(t => t.NeedsApproval)]))
        {
            answer.GetProperty("exit").GetInt32().ShouldBe(ToolError, tool + " " + answer.GetRawText());
        }
    }

    /// <summary>What does not depend on where the workspace is.</summary>
    private (string, string)[] Settings() =>
    [
        ("services:gateway:http:0", _gateway.Url), ("services:rag:http:0", _rag.Url), ("NOTION_TOKEN", NotionDouble.Token), ("Agent:Notion:Url", _notion.Url),
        ("Agent:RateLimits:switch_model:Limit", "100"),
    ];

    private async Task CheckListAsync(string[] server, List<ToolDefinition> tools)
    {
        var list = (await RunAsync([[.. server, "--method", "tools/list", "--strict", "--format", "json", "-q"]]))[0];
        list.GetProperty("exit").GetInt32().ShouldBe(0, list.GetRawText());
        list.GetProperty("result").GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ShouldBe(tools.Select(t => t.Name));
    }

    private async Task CheckCallsAsync(string[] server, List<ToolDefinition> tools, bool asked)
    {
        foreach (var (tool, answer) in await CallAsync(server, tools))
        {
            var text = answer.GetProperty("result").ValueKind == JsonValueKind.Null ? "" : answer.GetProperty("result").Text();
            var says = InspectorCalls.Of(tool).Says;
            var expected = asked ? "needs an approval" : says;
            answer.GetProperty("exit").GetInt32().ShouldBe(asked || says is null ? ToolError : 0, tool + " " + answer.GetRawText());
            text.ShouldContain(expected ?? "", Case.Sensitive, tool);
            text.ShouldNotContain(_ws.Outside, Case.Sensitive, tool);
        }
    }

    private async Task<List<(string Tool, JsonElement Answer)>> CallAsync(string[] server, List<ToolDefinition> tools)
    {
        var answers = await RunAsync([.. tools.Select(t => (string[])
            [.. server, "--method", "tools/call", "--tool-name", t.Name, "--tool-args-json", InspectorCalls.Of(t.Name).Arguments, "--connect-timeout", "60000", "--format", "json", "-q"])]);
        return [.. tools.Select(t => t.Name).Zip(answers)];
    }

    private async Task<JsonElement[]> RunAsync(string[][] calls)
    {
        var results = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        using var process = Process.Start(new ProcessStartInfo(
            McpNpm.Node(_npm), [Path.Combine(_npm, "inspect.mjs"), _folder.File("plan.json", JsonSerializer.Serialize(calls)), results])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
            Environment = { ["HOME"] = _folder.Path },
        })!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromMinutes(15), Token);
        File.Exists(results).ShouldBeTrue(await output + await error);
        return JsonSerializer.Deserialize<JsonElement[]>(await File.ReadAllTextAsync(results, Token))!;
    }

    private async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-ec", script]) { WorkingDirectory = _ws.Root })!;
        await shell.WaitForExitAsync(Token);
        shell.ExitCode.ShouldBe(0);
        _ws.OpenToSandbox();
    }
}
