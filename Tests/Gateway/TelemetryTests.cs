using System.Diagnostics;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>Spans and metrics by the OpenTelemetry GenAI conventions, as listeners see them.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_OneClientSpanWithModelTokensAndTimes()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        using var recorder = new SpanRecorder(upstream);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        await SendAsync(gateway, Chat.Request(stream: true, more: ",\"temperature\":0.5,\"max_tokens\":20"));

        var span = await SingleSpanAsync(recorder);
        (span.DisplayName, span.Kind, span.Status).ShouldBe(("chat chat-7b", ActivityKind.Client, ActivityStatusCode.Unset));
        Tag(span, "gen_ai.operation.name").ShouldBe("chat");
        Tag(span, "gen_ai.provider.name").ShouldBe("inference");
        Tag(span, "gen_ai.request.model").ShouldBe("chat-7b");
        Tag(span, "gen_ai.response.model").ShouldBe("chat-7b");
        Tag(span, "gen_ai.request.temperature").ShouldBe(0.5);
        Tag(span, "gen_ai.request.max_tokens").ShouldBe(20);
        Tag(span, "gen_ai.usage.input_tokens").ShouldBe(7);
        Tag(span, "gen_ai.usage.output_tokens").ShouldBe(3);
        Tag(span, "gen_ai.server.time_to_first_token").ShouldBeOfType<double>().ShouldBeGreaterThan(0);
        Tag(span, "server.address").ShouldBe("127.0.0.1");
        Tag(span, "localai.upstream").ShouldBe("llm");
        upstream.Received.Single().Headers["traceparent"].ShouldContain(span.SpanId.ToHexString());
    }

    [Fact]
    public async Task Stream_MetricsByTheConventions()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
        using var metrics = new MetricRecorder(gateway);

        await SendAsync(gateway, Chat.Request(stream: true));

        await Eventually.TrueAsync(() => metrics.Of("gen_ai.server.request.duration").Count == 1, "the call is measured", Cancel);
        var duration = metrics.Of("gen_ai.server.request.duration").Single();
        duration.Unit.ShouldBe("s");
        duration.Value.ShouldBeGreaterThan(0);
        duration.Tags.ShouldBe(
            new Dictionary<string, string?> { ["gen_ai.operation.name"] = "chat", ["gen_ai.provider.name"] = "inference", ["gen_ai.request.model"] = "chat-7b" }, ignoreOrder: true);
        metrics.Of("gen_ai.server.time_to_first_token").Single().Value.ShouldBeInRange(0, duration.Value);
        metrics.Of("gen_ai.server.time_per_output_token").Count.ShouldBe(1);
        metrics.Of("gen_ai.client.token.usage").Select(m => (m.Tags["gen_ai.token.type"], m.Value)).ShouldBe([("input", 7), ("output", 3)]);
    }

    [Fact]
    public async Task RetriesAndFallback_AreSpansOfTheirOwnAndCounted()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Body(503, """{"error":{"message":"not now"}}""");
        using var recorder = new SpanRecorder(first);
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url, ("Upstreams:llm:BreakerThreshold", "100"));
        using var metrics = new MetricRecorder(gateway);

        await SendAsync(gateway, Chat.Request());

        recorder.Spans.Select(s => (Tag(s, "error.type"), s.Status)).ShouldBe(Enumerable.Repeat(((object?)"unavailable", ActivityStatusCode.Error), 3));
        recorder.Spans[0].StatusDescription.ShouldBe("answered 503: not now");
        metrics.Of("localai.gateway.retries").Sum(m => m.Value).ShouldBe(2);
        var fallback = metrics.Of("localai.gateway.fallbacks").Single();
        (fallback.Tags["upstream"], fallback.Tags["error.type"]).ShouldBe(("llm", "unavailable"));
    }

    [Fact]
    public async Task FailedCall_DurationNamesTheError()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(500, "{}");
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
        using var metrics = new MetricRecorder(gateway);

        await SendAsync(gateway, Chat.Request());

        await Eventually.TrueAsync(() => metrics.Of("gen_ai.server.request.duration").Count == 1, "the call is measured", Cancel);
        metrics.Of("gen_ai.server.request.duration").Single().Tags["error.type"].ShouldBe("upstream_failed");
        metrics.Of("gen_ai.client.token.usage").ShouldBeEmpty();
    }

    [Fact]
    public async Task Cache_IsCounted_AndAHitIsNoCallToAnUpstream()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        using var recorder = new SpanRecorder(upstream);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
        using var metrics = new MetricRecorder(gateway);
        var body = Chat.Request(more: ",\"temperature\":0,\"seed\":1");

        await SendAsync(gateway, body);
        await SendAsync(gateway, body);

        metrics.Of("localai.gateway.cache").Select(m => m.Tags["outcome"]).ShouldBe(["miss", "hit"]);
        recorder.Spans.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WaitingForASlot_IsMeasured()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Once(async context =>
        {
            await go.Task.WaitAsync(context.RequestAborted);
            await Answers.Default(context);
        });
        await using var gateway = await Gateways.SingleAsync(upstream.Url, ("Upstreams:llm:Slots", "1"));
        using var metrics = new MetricRecorder(gateway);
        var first = SendAsync(gateway, Chat.Request());
        await Eventually.TrueAsync(() => upstream.Running == 1, "the first runs", Cancel);
        var second = SendAsync(gateway, Chat.Request());
        await Eventually.TrueAsync(() => gateway.Upstream("llm").Slots.Waiting == 1, "the second waits", Cancel);

        go.SetResult();
        await Task.WhenAll(first, second);

        var waited = metrics.Of("localai.gateway.queue.duration").Single();
        waited.Value.ShouldBeGreaterThan(0);
        waited.Tags["upstream"].ShouldBe("llm");
    }

    private static async Task<Activity> SingleSpanAsync(SpanRecorder recorder)
    {
        await Eventually.TrueAsync(() => recorder.Spans.Count > 0, "the span has ended", Cancel);
        return recorder.Spans.Single();
    }

    private static object? Tag(Activity span, string name) => span.GetTagItem(name);

    private static async Task SendAsync(TestGateway gateway, string body)
    {
        using var response = await gateway.Client.PostAsync(body);
        await response.Content.ReadAsStringAsync(Cancel);
    }
}
