using System.Net;
using LocalAi.AgentApi.Tools;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AgentApi.Pages;

public sealed class PageTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approvals_AreShownEncodedAndAnswered()
    {
        var high = new ProbeTool("probe_high", Sensitivity.High);
        await using var host = AgentHost.With(await postgres.CreateDatabaseAsync(Token), s => AgentHost.Add(s, high));
        await host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var asked = await host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "<script>alert(1)</script>" }), Token);

        using var page = await host.Http().GetAsync("ui/approvals", Token);
        var html = await page.Content.ReadAsStringAsync(Token);
        html.ShouldNotContain("<script>");
        html.ShouldContain("&lt;script&gt;");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");

        using var foreign = new HttpRequestMessage(HttpMethod.Post, $"ui/approvals/{asked.Approval!.Id}") { Content = new FormUrlEncodedContent([new("decision", "approve")]), Headers = { { "Origin", "http://evil.example" } } };
        using var refused = await host.Http().SendAsync(foreign, Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var form = new FormUrlEncodedContent([new("decision", "approve")]);
        using var answered = await host.Http().PostAsync($"ui/approvals/{asked.Approval.Id}", form, Token);
        answered.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/ui/approvals");
        (await host.Agent().CallAsync("probe_high", Arguments.Call(new { command = "<script>alert(1)</script>" }), Token)).Status.ShouldBe("ok");

        (await host.Http().GetStringAsync("ui/audit", Token)).ShouldContain("probe_high");
        (await host.Http("key-ben").GetStringAsync("ui/audit", Token)).ShouldNotContain("probe_high");
    }
}
