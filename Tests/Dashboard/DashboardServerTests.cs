using System.Net;
using System.Net.Sockets;
using LocalAi.Hosting.Dashboard;

namespace LocalAi.Tests.Dashboard;

public sealed class DashboardServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Url_CarriesANewTokenEachRun()
    {
        await using var first = await DashboardHost.StartAsync();
        await using var second = await DashboardHost.StartAsync();
        first.Url.ShouldBe($"http://localhost:{first.Base.Port}/login?t={first.Token}");
        first.Token.Length.ShouldBe(48);
        first.Token.ShouldNotBe(second.Token);
        first.Otlp.Port.ShouldNotBe(first.Base.Port);
    }

    [Fact]
    public async Task GivenToken_IsUsed()
    {
        await using var host = await DashboardHost.StartAsync(configure: options => options.Token = "a-token-of-the-user");
        host.Token.ShouldBe("a-token-of-the-user");
        using var response = await host.Api.GetAsync("/api/resources", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TakenPort_IsNamedWithTheSettingsToChange(bool otlp)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var server = new DashboardServer(new DashboardOptions { Port = otlp ? 0 : port, OtlpPort = otlp ? port : 0 });
        var error = await Should.ThrowAsync<IOException>(server.StartAsync(new FakeMonitor(), Token));
        error.Message.ShouldContain($":{port}");
        error.Message.ShouldContain("Dashboard:OtlpPort");
    }

    [Fact]
    public void InvalidOptions_AreAllNamedWithoutRevealingSecrets()
    {
        var error = Should.Throw<ArgumentException>(() => new DashboardServer(new DashboardOptions
        {
            Port = 70_000,
            OtlpPort = -1,
            Token = "short",
            OtlpApiKey = "sixteen chars but spaces",
            MaxLogs = 0,
            MaxOtlpRequestBytes = 1 << 30,
            SessionLifetime = TimeSpan.FromDays(365),
        }));
        error.Message.ShouldContain("Dashboard:Port is 70000; allowed is 0 to 65535");
        error.Message.ShouldContain("Dashboard:OtlpPort is -1");
        error.Message.ShouldContain("Dashboard:Token has 5 characters; allowed are 16 or more");
        error.Message.ShouldContain("Dashboard:OtlpApiKey");
        error.Message.ShouldContain("Dashboard:MaxLogs is 0; allowed is 1 to 1000000");
        error.Message.ShouldContain("Dashboard:MaxOtlpRequestBytes");
        error.Message.ShouldContain("Dashboard:SessionLifetime");
        error.Message.ShouldNotContain("short");
    }

    [Fact]
    public void SamePortTwice_IsRefused() =>
        Should.Throw<ArgumentException>(() => new DashboardServer(new DashboardOptions { Port = 18_888, OtlpPort = 18_888 }))
            .Message.ShouldContain("the same as Dashboard:Port");

    [Fact]
    public async Task Disposed_BeforeItWasStarted_IsFine()
    {
        var server = new DashboardServer(new DashboardOptions());
        await server.DisposeAsync();
        await server.DisposeAsync();
    }
}
