using LocalAi.AgentApi;
using LocalAi.AgentApi.Tools;
using LocalAi.AgentApi.Tools.Notion;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Notion;

public sealed class NotionSettingsTests
{
    [Fact]
    public async Task WithoutAToken_TheToolsSayWhichSettingBringsThem()
    {
        await using var host = AgentHost.With(null);
        var tools = (await host.Agent().ListToolsAsync(TestContext.Current.CancellationToken)).Tools.Where(t => t.Toolset == "notion").ToList();
        tools.Select(t => t.Name).ShouldBe(["notion_create_page", "notion_search", "web_to_notion"]);
        tools.ShouldAllBe(t => !t.Available && t.Unavailable!.Contains("Agent:Notion:Token") && t.Unavailable.Contains("NOTION_TOKEN"));
    }

    [Fact]
    public async Task Unreachable_SaysSoWithoutTheAddress()
    {
        await using var host = new WorkspaceHost(("NOTION_TOKEN", NotionDouble.Token), ("Agent:Notion:Url", $"http://127.0.0.1:{PostgresServer.FreePort()}"), ("Agent:Notion:MaxWaitSeconds", "1"));
        var message = (await host.NotOkAsync("notion_search", new { query = "x" })).Message!;
        message.ShouldContain("cannot be reached");
        message.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Slow_IsAskedAgain()
    {
        await using var notion = await NotionDouble.StartAsync();
        notion.Fail("POST /v1/search", (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var host = new WorkspaceHost(("NOTION_TOKEN", NotionDouble.Token), ("Agent:Notion:Url", notion.Url), ("Agent:Notion:TimeoutSeconds", "2"));
        (await host.OkAsync("notion_search", new { query = "zzz" })).Text.ShouldContain("nothing was found");
        notion.Requests.Count.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("Url", "http://notion.example")]
    [InlineData("Url", "ftp://127.0.0.1")]
    [InlineData("Url", "nonsense")]
    [InlineData("Token", "with space")]
    [InlineData("Token", "line\nbreak")]
    [InlineData("TimeoutSeconds", "0")]
    [InlineData("MaxWaitSeconds", "121")]
    public void Setting_ThatCannotBe_StopsTheStart_AndTheTokenIsNotInTheMessage(string key, string value)
    {
        var options = new AgentOptions();
        typeof(NotionOptions).GetProperty(key)!.SetValue(options.Notion, int.TryParse(value, out var number) ? number : value);
        var result = new NotionOptionsValidator().Validate(null, options);
        result.Failed.ShouldBeTrue();
        result.FailureMessage.ShouldContain($"Agent:Notion:{key}");
        if (key == "Token")
        {
            result.FailureMessage.ShouldNotContain(value);
        }
    }

    [Fact]
    public void Sensitivity_WritingAsks_SearchingReadsOnly()
    {
        using var host = AgentHost.With(null);
        var catalog = host.Get<ToolCatalog>();
        foreach (var name in (string[])["notion_create_page", "web_to_notion"])
        {
            catalog.Find(name)!.Definition.NeedsApproval.ShouldBeTrue();
        }

        var search = catalog.Find("notion_search")!.Definition;
        search.Sensitivity.ShouldBe(Sensitivity.Medium);
        (search.ReadOnly, search.OpenWorld, search.Untrusted).ShouldBe((true, true, true));
    }
}
