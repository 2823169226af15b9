using LocalAi.Contracts.Agent;
using LocalAi.Contracts.Errors;
using LocalAi.Tests.AgentApi.Support;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Notion;

/// <summary>Notion refusing, being slow, talking nonsense or breaking off: nothing is written twice, and the caller learns how far it went.</summary>
public sealed class NotionFailureTests(NotionHost host) : IClassFixture<NotionHost>
{
    private static readonly string Long = string.Join("\n\n", Enumerable.Range(0, 250).Select(i => $"line {i}"));

    private readonly AgentClient _agent = host.NewUser();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429, "rate_limited")]
    [InlineData(529, "service_overload")]
    [InlineData(409, "conflict_error")]
    public async Task NotTaken_IsSentAgainAfterTheTimeNotionNames(int status, string code)
    {
        var parent = host.Notion.AddPage("P");
        host.Notion.Fail("POST /v1/pages", status, code, retryAfter: 1);
        await CreateAsync(parent, "x");
        host.Notion.PagesUnder(parent).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task NotTaken_WithALongWait_IsGivenUpAndSaysWhen()
    {
        host.Notion.Fail("POST /v1/search", 429, "rate_limited", retryAfter: 3600);
        (await SearchRefusedAsync()).ShouldContain("3600 s");
    }

    [Theory]
    [InlineData(500, "internal_server_error")]
    [InlineData(502, "bad_gateway")]
    [InlineData(503, "service_unavailable")]
    [InlineData(504, "gateway_timeout")]
    public async Task Search_ProblemOfNotion_IsAskedAgain(int status, string code)
    {
        host.Notion.Fail("POST /v1/search", status, code);
        (await _agent.CallAsync("notion_search", Arguments.Call(new { query = "zzz" }), Token)).Status.ShouldBe("ok");
    }

    [Theory]
    [InlineData(401, "unauthorized", "Agent:Notion:Token")]
    [InlineData(403, "restricted_resource", "capability")]
    [InlineData(400, "validation_error", "Refused by the double")]
    [InlineData(418, "", "Refused by the double")]
    [InlineData(302, "", "redirects")]
    public async Task Search_Refused_SaysWhatToDo_AndIsNotSentAgain(int status, string code, string expected)
    {
        host.Notion.Fail("POST /v1/search", status, code);
        (await SearchRefusedAsync()).ShouldContain(expected);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"results\":7}")]
    [InlineData("<html>proxy</html>")]
    public async Task Search_Nonsense_IsAskedAgainOrEmpty(string body)
    {
        host.Notion.Fail("POST /v1/search", (context, _) => context.Response.WriteAsync(body, context.RequestAborted));
        (await _agent.CallAsync("notion_search", Arguments.Call(new { query = "zzz" }), Token)).Text!.ShouldContain("nothing was found");
    }

    [Fact]
    public async Task Search_HugeAnswer_IsNotRead()
    {
        for (var i = 0; i < 5; i++)
        {
            host.Notion.Fail("POST /v1/search", async (context, _) =>
            {
                var piece = new byte[1 << 20];
                for (var written = 0; written < 10 && !context.RequestAborted.IsCancellationRequested; written++)
                {
                    await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                }
            });
        }

        await SearchRefusedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_AnswerIsLost_IsLookedForAndNotWrittenTwice(bool wasDone)
    {
        var parent = host.Notion.AddPage("P");
        host.Notion.Fail("PATCH /v1/blocks", async (context, answer) =>
        {
            if (wasDone)
            {
                // It is done, and the answer is swallowed.
                var body = context.Response.Body;
                context.Response.Body = Stream.Null;
                await answer();
                context.Response.Body = body;
            }

            context.Abort();
        });
        await CreateAsync(parent, Long);
        Lines(parent).ShouldBe(Enumerable.Range(0, 250).Select(i => $"paragraph line {i}"));
    }

    [Fact]
    public async Task Append_FailsHalfWay_SaysHowFar_AndTheSameCallGoesOn()
    {
        var parent = host.Notion.AddPage("P");
        host.Notion.Fail("PATCH /v1/blocks", 400, "validation_error", "no more today");
        var refused = await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, Long));
        refused.Message.ShouldContain("no more today");
        refused.Message.ShouldContain("100 of 250 blocks are written to https://www.notion.so/");
        Lines(parent).Length.ShouldBe(100);

        await CreateAsync(parent, Long);
        Lines(parent).ShouldBe(Enumerable.Range(0, 250).Select(i => $"paragraph line {i}"));
    }

    [Fact]
    public async Task Append_FailsInsideANestedList_IsContinuedThere()
    {
        var parent = host.Notion.AddPage("P");
        var markdown = "- a\n  - b\n    - c\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"  - s{i}\n")) + "\nend";
        host.Notion.Fail("PATCH /v1/blocks", (_, answer) => answer());
        host.Notion.Fail("PATCH /v1/blocks", (_, answer) => answer());
        host.Notion.Fail("PATCH /v1/blocks", 400, "validation_error", "no more today");
        await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, markdown));

        await CreateAsync(parent, markdown);
        var lines = Lines(parent);
        lines[..3].ShouldBe(["bulleted_list_item a", "  bulleted_list_item b", "    bulleted_list_item c"]);
        lines[3..^1].ShouldBe(Enumerable.Range(0, 120).Select(i => $"  bulleted_list_item s{i}"));
        lines[^1].ShouldBe("paragraph end");
    }

    [Fact]
    public async Task Append_PageEditedMeanwhile_IsNotContinued()
    {
        var parent = host.Notion.AddPage("P");
        const string Markdown = "# a\n\n- b\n  - c\n    - d\n\n# e";
        host.Notion.Fail("PATCH /v1/blocks", 400, "validation_error", "no more today");
        await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, Markdown));
        host.Notion.Edit(host.Notion.PagesUnder(parent).ShouldHaveSingleItem().Id);

        (await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, Markdown))).Message.ShouldContain("edited");
    }

    [Fact]
    public async Task Create_AnswerIsLost_IsNotRepeated_AndSaysThatItIsNotKnown()
    {
        var parent = host.Notion.AddPage("P");
        host.Notion.Fail("POST /v1/pages", 502, "bad_gateway");
        (await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, "x"))).Message.ShouldContain("is not known");
        host.Notion.PagesUnder(parent).ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_Refused_SaysThatNothingWasWritten()
    {
        var parent = host.Notion.AddPage("P");
        host.Notion.Fail("POST /v1/pages", 400, "validation_error", "the title is not to my liking");
        (await Should.ThrowAsync<ApiException>(() => CreateAsync(parent, "x"))).Message.ShouldBe("Notion refused the request: the title is not to my liking. Nothing was written.");
    }

    private Task<ToolCallResponse> CreateAsync(string parent, string markdown) => NotionHost.CallAsync(_agent, "notion_create_page", new { title = "t", markdown, parent }, Token);

    private string[] Lines(string parent) => host.Notion.Outline(host.Notion.PagesUnder(parent).ShouldHaveSingleItem().Id).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> SearchRefusedAsync() =>
        (await Should.ThrowAsync<ApiException>(() => _agent.CallAsync("notion_search", Arguments.Call(new { query = "zzz" }), Token))).Message;
}
