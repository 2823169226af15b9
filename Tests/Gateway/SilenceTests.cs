using System.Net;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Gateway;

/// <summary>Upstreams that say nothing: hung, or loading a model.</summary>
public sealed class SilenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HangsBeforeHead_FallbackWithoutRetry(bool stream)
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Hang;
        await using var gateway = await Gateways.PairAsync(
            first.Url, second.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.300"), ("Upstreams:llm:FirstByteTimeout", "00:00:00.600"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: stream));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Header("x-localai-upstream").ShouldBe("second");
        first.Calls.ShouldBe(1, "silence is never retried");
        await Eventually.TrueAsync(() => first.Abandoned == 1, "the silent upstream is left", Cancel);
    }

    [Fact]
    public async Task HangsAfterHead_CountsAsSilence()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.HangAfter(0);
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.300"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe("w0 w1 w2 ");
        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Fact]
    public async Task Silent_NoFallback_504SaysSo()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Hang;
        upstream.Question = Answers.Hang;
        await using var gateway = await Gateways.SingleAsync(upstream.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.300"));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_silent");
    }

    [Fact]
    public async Task Loading_StreamSeesCommentsAndThenTheAnswer()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var loaded = false;
        upstream.Answer = context => Volatile.Read(ref loaded) ? Answers.Default(context) : Answers.Body(503, """{"error":{"message":"Loading model","code":503}}""")(context);
        upstream.Question = context => context.Request.Path == "/health" && !Volatile.Read(ref loaded)
            ? Answers.Body(503, """{"status":"loading"}""")(context)
            : Answers.LlamaServer(context);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync(Cancel)).ShouldNotBeNull().ShouldStartWith(": loading chat-7b");
        Volatile.Write(ref loaded, true);

        (await reader.ReadToEndAsync(Cancel)).ShouldContain("[DONE]");
    }

    [Fact]
    public async Task Loading_NotStreamed_IsWaitedFor()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.Body(503, """{"error":{"message":"Loading model"}}""")).Once(Answers.Body(503, """{"error":{"message":"Loading model"}}"""));
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task LoadsSilently_IsWaitedForBeyondTheFirstTokenLimit()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            await Task.Delay(2500, context.RequestAborted);
            await Answers.Default(context);
        };
        upstream.Question = context => context.Request.Path == "/health" ? Answers.Body(503, """{"status":"loading"}""")(context) : Answers.LlamaServer(context);
        await using var gateway = await Gateways.PairAsync(upstream.Url, second.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.200"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        var text = await response.Content.ReadAsStringAsync(Cancel);
        text.ShouldStartWith(": loading chat-7b");
        text.ShouldContain("[DONE]");
        second.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task LoadsForTwentySeconds_CommentsKeepTheCallerWaiting()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();

        // Twenty seconds of the gateway's clock in two of this machine's.
        var clock = new TestClock(TimeProvider.System.GetUtcNow(), speed: 10);
        bool IsLoaded() => clock.GetTimestamp() > TimeSpan.FromSeconds(20).Ticks;
        upstream.Answer = context => IsLoaded() ? Answers.Default(context) : Answers.Body(503, """{"error":{"message":"Loading model","code":503}}""")(context);
        upstream.Question = context => context.Request.Path == "/health" && !IsLoaded()
            ? Answers.Body(503, """{"status":"loading"}""")(context)
            : Answers.LlamaServer(context);
        await using var gateway = await TestGateway.StartAsync(
            services => services.AddSingleton<TimeProvider>(clock), ("Upstreams:llm:Endpoint", upstream.Url), ("Upstreams:llm:FirstTokenTimeout", "00:05:00"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        var lines = (await response.Content.ReadAsStringAsync(Cancel)).Split('\n');
        lines.Count(line => line.StartsWith(": loading chat-7b for ", StringComparison.Ordinal)).ShouldBeInRange(2, 5, "a comment every five seconds");
        lines.ShouldContain("data: [DONE]");
    }

    [Fact]
    public async Task TotalLimit_EndsAnAnswerThatDoesNotCome()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Hang;
        await using var gateway = await Gateways.SingleAsync(
            upstream.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.100"), ("Upstreams:llm:TotalTimeout", "00:00:01"));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        await Eventually.TrueAsync(() => upstream.Abandoned == 1, "the upstream is left", Cancel);
    }

    [Fact]
    public async Task TotalLimit_IsNotForStreams_TheyHaveTheirOwn()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Stream(5, TimeSpan.FromMilliseconds(200));
        await using var unlimited = await Gateways.SingleAsync(upstream.Url, ("Upstreams:llm:TotalTimeout", "00:00:00.300"));
        await using var limited = await Gateways.SingleAsync(upstream.Url, ("Upstreams:llm:StreamTimeout", "00:00:02"));

        using var whole = await unlimited.Client.PostAsync(Chat.Request(stream: true));
        Chat.TextOf(await whole.EventsAsync()).ShouldBe("w0 w1 w2 w3 w4 ");

        upstream.Answer = Answers.Stream(500, TimeSpan.FromMilliseconds(100));
        using var cut = await limited.Client.PostAsync(Chat.Request(stream: true));
        (await cut.EventsAsync())[^1].ShouldContain("\"code\":\"upstream_broken_stream\"");
    }
}
