using System.Net;
using System.Net.Http.Headers;

namespace LocalAi.Tests.Dashboard;

/// <summary>Who may see the dashboard, and what a page of another origin cannot do.</summary>
public sealed class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/resources")]
    [InlineData("/api/resources/events")]
    [InlineData("/api/resources/rag")]
    [InlineData("/api/console/rag")]
    [InlineData("/api/console/*/events")]
    [InlineData("/api/logs")]
    [InlineData("/api/logs/events")]
    [InlineData("/api/traces")]
    [InlineData("/api/metrics")]
    [InlineData("/api/nothing-here")]
    public async Task Api_WithoutToken_Is401AndSaysWhatToSend(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Anonymous.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("Authorization: Bearer");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/startup")]
    [InlineData("/console?resource=rag")]
    [InlineData("/logs")]
    public async Task Page_WithoutLogin_GoesToLoginAndRemembersTheWay(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Anonymous.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldBe("/login?return=" + Uri.EscapeDataString(path));
    }

    [Fact]
    public async Task Api_WithWrongToken_Is401()
    {
        await using var host = await DashboardHost.StartAsync();
        (await StatusAsync(host, request => request.Headers.Authorization = new("Bearer", "not-the-token-at-all"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Command_WithoutToken_DoesNotReachTheMonitor()
    {
        await using var host = await DashboardHost.StartAsync();
        using var response = await host.Anonymous.PostAsync("/api/resources/rag/stop", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Monitor.Commands.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:18888")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.10")]
    [InlineData("0.0.0.0")]
    public async Task ForeignHost_IsRefusedEvenWithTheToken(string name)
    {
        await using var host = await DashboardHost.StartAsync();
        (await StatusAsync(host, request => request.Headers.Host = name, host.Api)).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(host, request => request.Headers.Host = name, host.Anonymous, "/health")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("localhost:9999")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:18888")]
    public async Task LoopbackHost_IsServed(string name)
    {
        await using var host = await DashboardHost.StartAsync();
        (await StatusAsync(host, request => request.Headers.Host = name, host.Api)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:3000")]
    [InlineData("null")]
    public async Task ForeignOrigin_IsRefusedEvenWithTheToken(string origin)
    {
        await using var host = await DashboardHost.StartAsync();
        (await StatusAsync(host, request => request.Headers.Add("Origin", origin), host.Api)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task LoginLink_SetsAStrictCookieThatOpensPages()
    {
        await using var host = await DashboardHost.StartAsync();
        using var login = await host.Anonymous.GetAsync($"/login?t={host.Token}&return=%2Flogs", Token);
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = login.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain(host.Token);
        (await login.Content.ReadAsStringAsync(Token)).ShouldContain("content=\"0;url=/logs\"");

        (await StatusAsync(host, request => request.Headers.Add("Cookie", cookie.Split(';')[0]), path: "/")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Login_NeverSendsTheBrowserElsewhere(string target)
    {
        await using var host = await DashboardHost.StartAsync();
        var html = await host.Anonymous.GetStringAsync($"/login?t={host.Token}&return={Uri.EscapeDataString(target)}", Token);
        html.ShouldContain("content=\"0;url=/\"");
    }

    [Fact]
    public async Task LoginForm_WithTheToken_OpensWithAWrongOne_Refuses()
    {
        await using var host = await DashboardHost.StartAsync();
        (await PostLoginAsync(host, host.Token)).ShouldBe(HttpStatusCode.OK);
        (await PostLoginAsync(host, "wrong")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task CookieOfAnotherRun_Tampered_OrExpired_OpensNothing()
    {
        var time = new SettableTime();
        await using var host = await DashboardHost.StartAsync(time: time);
        await using var other = await DashboardHost.StartAsync();
        var cookie = await LoginAsync(host);
        var foreign = $"{cookie.Split('=')[0]}={(await LoginAsync(other)).Split('=')[1]}";
        (await WithCookieAsync(host, foreign)).ShouldBe(HttpStatusCode.Unauthorized);
        (await WithCookieAsync(host, cookie.Replace("=1", "=9", StringComparison.Ordinal))).ShouldBe(HttpStatusCode.Unauthorized);
        (await WithCookieAsync(host, cookie.Split('=')[0] + "=%00.%FF")).ShouldBe(HttpStatusCode.Unauthorized);
        (await WithCookieAsync(host, cookie)).ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromDays(3));
        (await WithCookieAsync(host, cookie)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Command_WithCookie_NeedsOurOwnOrigin()
    {
        await using var host = await DashboardHost.StartAsync();
        var cookie = await LoginAsync(host);
        (await PostCommandAsync(host, cookie, origin: null)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostCommandAsync(host, cookie, origin: "http://127.0.0.1:1")).ShouldBe(HttpStatusCode.Forbidden);
        host.Monitor.Commands.ShouldBeEmpty();
        (await PostCommandAsync(host, cookie, origin: host.Base.GetLeftPart(UriPartial.Authority))).ShouldBe(HttpStatusCode.OK);
        host.Monitor.Commands.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Login_AfterTenWrongTokens_IsThrottledForAMinute()
    {
        var time = new SettableTime();
        await using var host = await DashboardHost.StartAsync(time: time);
        for (var i = 0; i < 10; i++)
            (await PostLoginAsync(host, $"wrong {i}")).ShouldBe(HttpStatusCode.Unauthorized);

        using var refused = await host.Anonymous.GetAsync($"/login?t={host.Token}", Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));
        (await PostLoginAsync(host, host.Token)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WrongBearerTokens_AreThrottledButLockOutNobodyElse()
    {
        var time = new SettableTime();
        await using var host = await DashboardHost.StartAsync(time: time);
        for (var i = 0; i < 9; i++)
            (await WithBearerAsync("stale")).ShouldBe(HttpStatusCode.Unauthorized);
        (await WithBearerAsync("stale")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await WithBearerAsync(host.Token)).ShouldBe(HttpStatusCode.OK);
        (await PostLoginAsync(host, host.Token)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host)).ShouldBe(HttpStatusCode.Unauthorized, "without a token nothing was guessed");
        time.Advance(TimeSpan.FromMinutes(1));
        (await WithBearerAsync("stale")).ShouldBe(HttpStatusCode.Unauthorized);

        Task<HttpStatusCode> WithBearerAsync(string token) => StatusAsync(host, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token));
    }

    [Fact]
    public async Task Login_FromWithinAnotherPage_IsRefusedAndNotCounted()
    {
        await using var host = await DashboardHost.StartAsync();
        for (var i = 0; i < 12; i++)
            (await StatusAsync(host, request => request.Headers.Add("Sec-Fetch-Mode", "no-cors"), path: "/login?t=guess")).ShouldBe(HttpStatusCode.Forbidden);
        (await PostLoginAsync(host, host.Token)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_IsOpenAndSaysOnlyOk()
    {
        await using var host = await DashboardHost.StartAsync();
        (await host.Anonymous.GetStringAsync("/health", Token)).ShouldBe("ok");
    }

    [Fact]
    public async Task Logout_RemovesTheCookie()
    {
        await using var host = await DashboardHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/logout");
        request.Headers.Add("Cookie", await LoginAsync(host));
        request.Headers.Add("Origin", host.Base.GetLeftPart(UriPartial.Authority));
        using var response = await host.Anonymous.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("1970");
    }

    [Fact]
    public async Task EveryAnswer_BindsTheBrowser()
    {
        await using var host = await DashboardHost.StartAsync();
        foreach (var path in new[] { "/login", "/api/resources", "/health", "/nothing" })
        {
            using var response = await host.Api.GetAsync(path, Token);
            var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            response.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(
        DashboardHost host, Action<HttpRequestMessage>? change = null, HttpClient? client = null, string path = "/api/resources")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        using var response = await (client ?? host.Anonymous).SendAsync(request, Token);
        return response.StatusCode;
    }

    private static Task<HttpStatusCode> WithCookieAsync(DashboardHost host, string cookie) =>
        StatusAsync(host, request => request.Headers.Add("Cookie", cookie));

    private static async Task<HttpStatusCode> PostLoginAsync(DashboardHost host, string token)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var response = await host.Anonymous.PostAsync("/login", form, Token);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> PostCommandAsync(DashboardHost host, string cookie, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/resources/rag/restart");
        request.Headers.Add("Cookie", cookie);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var response = await host.Anonymous.SendAsync(request, Token);
        return response.StatusCode;
    }

    private static async Task<string> LoginAsync(DashboardHost host)
    {
        using var response = await host.Anonymous.GetAsync($"/login?t={host.Token}", Token);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
