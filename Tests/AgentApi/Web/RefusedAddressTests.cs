using System.Net;
using LocalAi.AgentApi;
using LocalAi.AgentApi.Pipeline;
using LocalAi.AgentApi.Tools.Web.Addresses;
using LocalAi.AgentApi.Tools.Web.Browsing;
using LocalAi.Contracts.Errors;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.AgentApi.Web.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.AgentApi.Web;

/// <summary>What is judged before any browser is started: refused, audited, nobody is connected to.</summary>
public sealed class RefusedAddressTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly ScriptedResolver _resolver = new();
    private readonly Trap _trap = new();
    private AgentHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _resolver.Answer("private.test", "10.0.0.5");
        _resolver.Answer("mixed.test", "93.184.216.34,127.0.0.1");
        _resolver.Answer("metadata.google.internal", "169.254.169.254");
        _resolver.Answer("six.test", "fd00::1");
        _resolver.Answer("mapped.test", "::ffff:127.0.0.1");
        _resolver.Answer("localhost", "127.0.0.1,::1");
        _resolver.Answer("dev.test", "127.0.0.1");
        _resolver.Answer("public.test", "93.184.216.34");
        _host = AgentHost.With(
            await postgres.CreateDatabaseAsync(Token),
            services => services.AddSingleton<IHostResolver>(_resolver),
            ("Agent:Web:AllowPrivate:0", "dev.test:8020"),
            ("Agent:Web:AllowPrivate:1", "127.0.0.1:8000"),
            ("Agent:Web:AllowPrivate:2", "dev.test:5173"),
            ("Agent:Web:AllowPrivate:3", "dev.test:7001"),
            ("services:extra:http:0", "http://127.0.0.1:7001"),
            ("Agent:RateLimits:web_scrape:Limit", "1000"));
        await _host.Get<LocalAi.ServiceDefaults.Postgres.Database>().Migrated.WaitAsync(TimeSpan.FromSeconds(180), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _trap.DisposeAsync();
    }

    [Fact]
    public async Task Scrape_NotPublic_IsRefusedAuditedAndNothingStarts()
    {
        string[] urls =
        [
            "http://127.0.0.1/", _trap.Url, "http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:0:0:1]/",
            "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/latest/meta-data/", "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://168.63.129.16/",
            "http://metadata.google.internal/computeMetadata/v1/", "http://0.0.0.0/", "http://10.1.2.3/", "http://192.168.0.1/", "http://172.16.0.1/", "http://224.0.0.1/", "http://255.255.255.255/",
            "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/", "http://127.0.0.1./", "http://user@127.0.0.1/", "http://public.test@127.0.0.1/", "http://127.0.0.1\0.public.test/",
            "http://127.0.0.1%00.public.test/", "http://①②⑦.⓪.⓪.①/", "file:///etc/passwd", "data:text/html,x", "gopher://127.0.0.1:70/", "view-source:http://public.test/", "javascript:1", "chrome://version", "about:blank",
            "http://private.test/", "http://mixed.test/", "http://six.test/", "http://mapped.test/", "http://public.test:22/", "http://public.test:6379/", "https://public.test:25/", "http://127.0.0.1:8020/health",
            "http://dev.test:8020/", "http://127.0.0.1:8000/v1/models", "http://dev.test:7001/", "http://dev.test/", "http://dev.test:5174/",
        ];
        var agent = _host.Agent();
        foreach (var url in urls)
        {
            var refused = await Should.ThrowAsync<ApiException>(() => agent.CallAsync("web_scrape", Arguments.Call(new { url }), Token), url);
            refused.Status.ShouldBe(HttpStatusCode.Forbidden, url);
            refused.Code.ShouldBe("refused", url);
        }

        var rows = (await agent.GetAuditAsync(null, 500, Token)).Entries;
        rows.Count.ShouldBe(urls.Length);
        rows.ShouldAllBe(r => r.Tool == "web_scrape" && r.Decision == "denied" && r.Outcome == "refused");
        _trap.Connections.ShouldBe(0);
        _host.Get<WebBrowser>().RunningProcess.ShouldBeNull();
    }

    [Theory]
    [InlineData("web_screenshot")]
    [InlineData("web_analyze_ui")]
    public async Task OtherTools_NotPublic_AreRefusedToo(string tool) =>
        (await Should.ThrowAsync<ApiException>(() => _host.Agent().CallAsync(tool, Arguments.Call(new { url = _trap.Url }), Token))).Code.ShouldBe("refused");

    [Fact]
    public async Task Check_Name_IsResolvedOnceAndItsAddressesGiven()
    {
        var addresses = await _host.Get<AddressGuard>().CheckAsync("public.test", 443, Token);
        addresses.ShouldBe([IPAddress.Parse("93.184.216.34")]);
        _resolver.Asked.Count(h => h == "public.test").ShouldBe(1);
        (await _host.Get<AddressGuard>().CheckAsync("dev.test", 5173, Token)).ShouldBe([IPAddress.Loopback]);
    }

    [Fact]
    public async Task Scrape_UnknownName_SaysSo()
    {
        var outcome = await _host.Get<ToolPipeline>().CallAsync(
            new ToolRequest(new Caller("amy", "user", null, "rest", null), "web_scrape", Arguments.Of(new { url = "https://nowhere.test/" })), Token);
        outcome.Kind.ShouldBe(OutcomeKind.ToolError);
        outcome.Message!.ShouldContain("nowhere.test could not be found");
    }

    [Theory]
    [InlineData("Agent:Web:AllowPrivate:0 is 'localhost'")]
    [InlineData("Agent:Web:AllowPrivate:1 is '*:80'")]
    [InlineData("Agent:Web:AllowPrivate:2 is 'http://localhost:80'")]
    [InlineData("Agent:Web:Ports:0 is '0'")]
    [InlineData("Agent:Web:MaxMemoryMb is '1'")]
    [InlineData("Agent:Web:MaxPages is '0'")]
    public void Options_Wrong_AreNamed(string expected)
    {
        var options = new AgentOptions { Web = new() { AllowPrivate = ["localhost", "*:80", "http://localhost:80", "[::1]:5173"], Ports = [0], MaxMemoryMb = 1, MaxPages = 0 } };
        var failures = new AgentOptionsValidator().Validate(null, options).Failures!.ToList();
        failures.ShouldContain(f => f.StartsWith(expected, StringComparison.Ordinal));
        failures.ShouldNotContain(f => f.Contains("AllowPrivate:3"));
    }

    [Fact]
    public async Task Browser_NotThere_SaysWhatBringsIt()
    {
        await using var host = AgentHost.With(null, null, ("Agent:Web:Browser", "/nowhere/chrome"));
        var outcome = await host.Get<ToolPipeline>().CallAsync(
            new ToolRequest(new Caller("amy", "user", null, "rest", null), "web_scrape", Arguments.Of(new { url = "https://public.test/" })), Token);
        outcome.Kind.ShouldBe(OutcomeKind.Unavailable);
        outcome.Message!.ShouldContain("install");
    }
}
