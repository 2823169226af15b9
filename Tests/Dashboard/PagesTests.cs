using System.Net;
using System.Text.RegularExpressions;
using LocalAi.Hosting.Dashboard.Pages;

namespace LocalAi.Tests.Dashboard;

/// <summary>Pages, texts and files without a browser.</summary>
public sealed partial class PagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Languages_HaveTheSameTexts_WithTheSameHoles()
    {
        var (english, korean) = (Strings.Of("en"), Strings.Of("ko"));
        korean.Keys.Order().ShouldBe(english.Keys.Order());
        foreach (var key in english.Keys)
            Holes(korean[key]).ShouldBe(Holes(english[key]), key);

        static IEnumerable<string> Holes(string text) => HoleOf().Matches(text).Select(match => match.Value).Order();
    }

    [Fact]
    public void EveryTextTheScriptsName_Exists()
    {
        var keys = Strings.Of("en").Keys;
        foreach (var name in typeof(AssetStore).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".js", StringComparison.Ordinal)))
        {
            foreach (Match match in TextOf().Matches(AssetStore.ReadText(name["Dashboard/".Length..])))
                keys.ShouldContain(match.Groups[1].Value, name);
        }
    }

    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "<html lang=\"ko\"", "로그인")]
    [InlineData("de-DE,en;q=0.8,ko;q=0.5", "<html lang=\"en\"", "Log in")]
    [InlineData("kok-IN", "<html lang=\"en\"", "Log in")]
    [InlineData("", "<html lang=\"en\"", "Log in")]
    public async Task Language_FollowsTheBrowser(string accepted, string lang, string text)
    {
        await using var host = await DashboardHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var response = await host.Anonymous.SendAsync(request, Token);
        var html = await response.Content.ReadAsStringAsync(Token);
        html.ShouldContain(lang);
        WebUtility.HtmlDecode(html).ShouldContain(text);
    }

    [Fact]
    public async Task NamesInPages_AreNeverMarkup()
    {
        var monitor = new FakeMonitor();
        monitor.Set(new() { Name = "</script><script>alert(1)</script>", Type = "Project", State = "Running" });
        await using var host = await DashboardHost.StartAsync(monitor);
        (await host.Api.GetStringAsync("/", Token)).ShouldNotContain("<script>alert");
        (await host.Anonymous.GetStringAsync("/login?return=/%22%3E%3Cscript%3Ealert(1)", Token)).ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Pages_HaveNoInlineScriptOrStyleAndNoForeignAddress()
    {
        await using var host = await DashboardHost.StartAsync();
        foreach (var path in new[] { "/", "/startup", "/console", "/logs", "/login" })
        {
            var html = await host.Api.GetStringAsync(path, Token);
            foreach (Match script in ScriptTag().Matches(html))
                script.Value.ShouldMatch("src=\"/assets/|type=\"application/json\"");
            html.ShouldNotContain("style=");
            html.ShouldNotContain("onclick=");
            html.ShouldNotContain("https://");
            html.ShouldNotContain("{{");
        }
    }

    [Fact]
    public async Task Assets_AreKeptForEverUnderTheirVersion()
    {
        await using var host = await DashboardHost.StartAsync();
        var address = AssetAddress().Match(await host.Anonymous.GetStringAsync("/login", Token)).Value;
        using var first = await host.Anonymous.GetAsync(address, Token);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.CacheControl!.ToString().ShouldContain("immutable");
        first.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Anonymous.SendAsync(again, Token);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using var old = await host.Anonymous.GetAsync("/assets/000000000000/base.css", Token);
        old.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        using var missing = await host.Anonymous.GetAsync("/assets/0/..%2Fpages%2Flayout.html", Token);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task UnknownPage_Is404InTheReadersLanguage()
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Api.GetAsync("/nowhere", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("There is no such page.");
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex HoleOf();

    [GeneratedRegex(@"\bt\('([\w.]+)'")]
    private static partial Regex TextOf();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex ScriptTag();

    [GeneratedRegex("/assets/[0-9a-f]{12}/base\\.css")]
    private static partial Regex AssetAddress();
}
