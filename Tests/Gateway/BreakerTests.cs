using System.Net;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class BreakerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SingleUpstream_OpensAfterFailures_AndClosesAfterAGoodProbe()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(500, "{}");
        await using var gateway = await StartAsync(upstream.Url);
        for (var i = 0; i < 3; i++)
        {
            using var failed = await gateway.Client.PostAsync(Chat.Request());
        }

        (await StateAsync(gateway)).ShouldBe("open");
        using var refused = await gateway.Client.PostAsync(Chat.Request());
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_resting");
        upstream.Calls.ShouldBe(3, "an open breaker keeps requests away");

        upstream.Answer = Answers.Default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var probe = await gateway.Client.PostAsync(Chat.Request());
                return probe.StatusCode == HttpStatusCode.OK;
            },
            "the breaker closes",
            Cancel);
        (await StateAsync(gateway)).ShouldBe("closed");
    }

    [Fact]
    public async Task StreamsThatBreak_OpenTheBreaker()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.EndAfter(2);
        await using var gateway = await StartAsync(upstream.Url);

        for (var i = 0; i < 3; i++)
        {
            using var broken = await gateway.Client.PostAsync(Chat.Request(stream: true));
            await broken.EventsAsync();
        }

        (await StateAsync(gateway)).ShouldBe("open", "a stream is scored at its end, not when it opens");
    }

    [Fact]
    public async Task CallersThatLeave_DoNotOpenTheBreaker()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.HangAfter(1);
        await using var gateway = await StartAsync(upstream.Url);
        for (var i = 0; i < 6; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));
        }

        await Eventually.TrueAsync(() => upstream.Abandoned == 6, "all calls are cancelled", Cancel);
        (await StateAsync(gateway)).ShouldBe("closed");
    }

    private static Task<TestGateway> StartAsync(string url) => TestGateway.StartAsync(
        ("Upstreams:llm:Endpoint", url), ("Upstreams:llm:BreakerDuration", "00:00:01.500"), ("Upstreams:llm:Retries", "0"));

    private static async Task<string> StateAsync(TestGateway gateway) =>
        (await new GatewayAdminClient(gateway.Client).ListUpstreamsAsync(Cancel)).Upstreams.Single(u => u.Name == "llm").Breaker;
}
