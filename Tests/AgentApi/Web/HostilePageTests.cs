using LocalAi.AgentApi.Pipeline;
using LocalAi.Tests.AgentApi.Web.Support;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.AgentApi.Web;

/// <summary>Pages that try to keep, flood or break the browser they all share: each call ends by itself with a clear answer, and the next one works.</summary>
public sealed class HostilePageTests(HostileWebHost web) : IClassFixture<HostileWebHost>
{
    // What a page that never answers costs; a loaded machine still opens a tab in it.
    private const int Patience = 6;

    // For what ends by itself, when a limit is reached.
    private const int LongPatience = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SilentServer_IsGivenUp()
    {
        var outcome = await web.ScrapeAsync(web.Site.On("/silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted)), Patience);
        outcome.Kind.ShouldBe(OutcomeKind.ToolError);
        outcome.Message!.ShouldContain("did not answer in 6 s");
        await StillWorksAsync();
    }

    [Fact]
    public async Task PageThatNeverEnds_IsShownAsFarAsItCame()
    {
        var url = web.Site.On("/drip", async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<p>The beginning of an endless page.</p>", context.RequestAborted);
            while (true)
            {
                await context.Response.WriteAsync("<!-- more -->", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(100, context.RequestAborted);
            }
        });
        var outcome = await web.ScrapeAsync(url, Patience);
        outcome.Kind.ShouldBe(OutcomeKind.Ok, outcome.Message);
        outcome.Result!.Text.ShouldContain("The beginning of an endless page.");
        outcome.Result.Text.ShouldContain("did not finish loading");
    }

    [Fact]
    public async Task HugePage_IsCutOff()
    {
        var url = web.Site.On("/huge", async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<p>start of much</p>", context.RequestAborted);
            var block = new byte[64 * 1024];
            while (true)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
        });
        var outcome = await web.ScrapeAsync(url, LongPatience);
        (outcome.Message ?? outcome.Result!.Text).ShouldContain("brought more than it may");
        await StillWorksAsync();
    }

    [Fact]
    public async Task Download_IsRefused()
    {
        var outcome = await web.ScrapeAsync(web.Site.On("/file.zip", context =>
        {
            context.Response.ContentType = "application/zip";
            context.Response.Headers.ContentDisposition = "attachment; filename=file.zip";
            return context.Response.WriteAsync("PK", context.RequestAborted);
        }));
        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        outcome.Message!.ShouldContain("downloads are refused");
    }

    [Theory]
    [InlineData("alerts", "<p>x</p><script>while (true) alert('again')</script>", "dialogs without end")]
    [InlineData("reload", "<p>x</p><script>location.reload()</script>", "without end")]
    [InlineData("spin", "<p>x</p><script>onload = () => setTimeout(() => { while (true); }, 0)</script>", "busy in a script")]
    public async Task PageThatKeepsItsVisitor_IsClosed(string kind, string body, string expected)
    {
        var url = web.Site.Body("/keeps-" + kind, body);
        var outcome = kind == "spin" ? await web.ScrapeAsync(url, Patience) : await web.ScrapeAsync(url);
        outcome.Kind.ShouldBe(OutcomeKind.ToolError, outcome.Result?.Text);
        outcome.Message!.ShouldContain(expected);
        await StillWorksAsync();
    }

    [Fact]
    public async Task BeforeUnload_DoesNotKeepTheTab()
    {
        await web.OkAsync("web_scrape", new { url = web.Site.Body("/unload", "<p>stay</p><script>onbeforeunload = e => { e.preventDefault(); return 'no'; }; onunload = () => { while (true); }</script>") });
        await StillWorksAsync();
    }

    [Fact]
    public async Task PopupBomb_OpensNothing()
    {
        var outcome = await web.ScrapeAsync(web.Site.Body("/bomb", "<p>bomb</p><script>for (let i = 0; i < 200; i++) window.open('/bomb?' + i); for (let i = 0; i < 50; i++) { const a = document.createElement('a'); a.href = '/bomb'; a.target = '_blank'; a.click(); }</script>"));
        outcome.Kind.ShouldBeOneOf(OutcomeKind.Ok, OutcomeKind.ToolError);
        await StillWorksAsync();
        web.Site.Requests.Count(r => r == "/bomb").ShouldBeLessThan(60);
    }

    [Fact]
    public async Task RedirectLoop_IsNamed()
    {
        var outcome = await web.ScrapeAsync(web.Site.Redirect("/loop", "/loop"));
        outcome.Message!.ShouldContain("redirects without end");
    }

    [Theory]
    [InlineData("arrays", "const a = []; setInterval(() => a.push(new Uint8Array(40e6).fill(1)), 20)")]
    [InlineData("strings", "const a = []; setInterval(() => { for (let i = 0; i < 2e5; i++) a.push({ i, s: 'x' + i }); }, 1)")]
    [InlineData("nodes", "setInterval(() => { for (let i = 0; i < 2e4; i++) document.body.appendChild(document.createElement('p')).textContent = 'node ' + i; }, 1)")]
    public async Task MemoryEater_IsStopped(string kind, string script)
    {
        // Kept open until it is ended: the picture is not asked for before.
        var url = web.Site.Body("/eats-" + kind, $"<p>eats</p><img src=/hangs.png><script>{script}</script>");
        web.Site.On("/hangs.png", context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        // Nodes grow too slowly for the limit: the time ends them.
        var outcome = await web.ScrapeAsync(url, kind == "nodes" ? Patience : LongPatience);
        if (outcome.Kind != OutcomeKind.Ok)
        {
            outcome.Kind.ShouldBe(OutcomeKind.ToolError, outcome.Message);
        }

        await StillWorksAsync();
    }

    [Theory]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("")]
    public async Task ServerThatSpeaksSomethingElse_IsAnError(string bytes)
    {
        var url = web.Site.On("/raw" + bytes.Length, async context =>
        {
            var connection = context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionTransportFeature>()!;
            await connection.Transport.Output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(bytes), context.RequestAborted);
            context.Abort();
        });
        (await web.ScrapeAsync(url)).Kind.ShouldBe(OutcomeKind.ToolError);
    }

    private async Task StillWorksAsync()
    {
        (await web.OkAsync("web_scrape", new { url = web.Site.Body("/still", "<p>still here</p>") })).Text.ShouldContain("still here");
        await Eventually.TrueAsync(() => web.Browser.OpenTabs == 0, "no tab is left", Token);
    }
}
