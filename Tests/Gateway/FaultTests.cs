using System.Diagnostics;
using System.Net;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>What upstreams refuse, and who answers then.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Refuses_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var gateway = await Gateways.PairAsync($"http://127.0.0.1:{PostgresServer.FreePort()}", second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(429, 3)]
    [InlineData(502, 3)]
    [InlineData(503, 3)]
    [InlineData(504, 3)]
    public async Task ErrorStatus_RetriedWhenItMayPass_ThenFallback(int status, int attempts)
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Body(status, """{"error":{"message":"not now"}}""");
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url, ("Upstreams:llm:BreakerThreshold", "100"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe("w0 w1 w2 ");
        first.Calls.ShouldBe(attempts);
        second.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task PassingError_RetryAnswersOnTheSameUpstream()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.Reset).Once(Answers.Body(503, "busy", "text/plain"));
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task RetryAfter_IsHonoured()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.Body(429, "{}", retryAfter: "1"));
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
        var watch = Stopwatch.StartNew();

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Calls.ShouldBe(2);
        watch.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(950), "the upstream asked for a second");
    }

    [Fact]
    public async Task RetryAfter_LongerThanAllowed_GoesToTheFallbackAtOnce()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Body(429, "{}", retryAfter: "3600");
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
        first.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Busy_NoFallback_429WithTheUpstreamsRetryAfter()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(429, """{"error":{"message":"all slots are taken"}}""", retryAfter: "17");
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(17));
        (await response.ErrorAsync()).GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("all slots are taken");
    }

    [Fact]
    public async Task AllDown_OneErrorNamesEach()
    {
        await using var broken = await ScriptedUpstream.StartAsync();
        broken.Answer = Answers.Body(500, """{"error":{"message":"exploded"}}""");
        await using var gateway = await Gateways.PairAsync($"http://127.0.0.1:{PostgresServer.FreePort()}", broken.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var message = (await response.ErrorAsync()).GetProperty("message").GetString()!;
        message.ShouldContain("llm does not answer at 127.0.0.1");
        message.ShouldContain("second answered 500: exploded");
    }

    [Fact]
    public async Task UpstreamRejectsTheRequest_ItsErrorIsShownAndNothingElseIsTried()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Body(400, """{"error":{"message":"the prompt is too long","type":"invalid_request_error","code":"context_length_exceeded","param":"messages"}}""");
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await response.ErrorAsync();
        error.GetProperty("message").GetString().ShouldBe("the prompt is too long");
        error.GetProperty("code").GetString().ShouldBe("context_length_exceeded");
        error.GetProperty("param").GetString().ShouldBe("messages");
        second.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task UpstreamRefusesItsKey_IsToldApart()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(401, """{"error":{"message":"bad key"}}""");
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_refused");
    }
}
