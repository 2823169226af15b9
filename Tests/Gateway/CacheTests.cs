using System.Net;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Tests.Gateway;

public sealed class CacheTests
{
    private const string Deterministic = ",\"temperature\":0,\"seed\":1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SameRequestAgain_IsAHitWithTheSameBytes(bool stream)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: stream, more: Deterministic);

        using var first = await gateway.Client.PostAsync(body);
        var text = await first.Content.ReadAsStringAsync(Cancel);
        using var second = await gateway.Client.PostAsync(body);

        (await second.Content.ReadAsStringAsync(Cancel)).ShouldBe(text);
        second.Content.Headers.ContentType!.ToString().ShouldBe(first.Content.Headers.ContentType!.ToString());
        first.Header("x-localai-cache").ShouldBe("miss");
        second.Header("x-localai-cache").ShouldBe("hit");
        upstream.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task AfterFiveMinutes_TheUpstreamIsAskedAgain()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var clock = new TestClock(TimeProvider.System.GetUtcNow());
        await using var gateway = await TestGateway.StartAsync(services => services.AddSingleton<TimeProvider>(clock), ("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(more: Deterministic);
        var seen = new List<string?>();

        foreach (var wait in new[] { 0, 250, 60, 1 })
        {
            clock.Advance(TimeSpan.FromSeconds(wait));
            using var response = await gateway.Client.PostAsync(body);
            seen.Add(response.Header("x-localai-cache"));
        }

        seen.ShouldBe(["miss", "hit", "miss", "hit"]);
    }

    [Fact]
    public async Task EqualRequestsWrittenDifferently_AreTheSame()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        using var first = await gateway.Client.PostAsync("""{"model":"chat-7b","temperature":0,"seed":1,"messages":[{"role":"user","content":"a"}],"user":"x"}""");
        using var second = await gateway.Client.PostAsync("""{ "seed": 1, "messages": [ {"content":"\u0061","role":"user"} ], "model": "chat-7b", "temperature": 0 }""");

        second.Header("x-localai-cache").ShouldBe("hit");
    }

    [Theory]
    [InlineData(",\"temperature\":0", "", "off")]
    [InlineData("", "", "off")]
    [InlineData("", "on", "hit")]
    [InlineData(Deterministic, "off", "off")]
    public async Task OnlyDeterministicOrAskedFor(string more, string header, string expected)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        (string, string)[] headers = header.Length > 0 ? [("x-localai-cache", header)] : [];

        using var first = await gateway.Client.PostAsync(Chat.Request(more: more), headers: headers);
        using var second = await gateway.Client.PostAsync(Chat.Request(more: more), headers: headers);

        second.Header("x-localai-cache").ShouldBe(expected);
    }

    [Fact]
    public async Task UnknownHeaderValue_400()
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.PostAsync(Chat.Request(), headers: ("x-localai-cache", "maybe"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoHundredAtOnce_OneUpstreamCall(bool stream)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            await go.Task;
            await Answers.Default(context);
        };
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Limits:Concurrency", "0"));
        var body = Chat.Request(stream: stream, more: Deterministic);

        var calls = Enumerable.Range(0, 200).Select(async _ =>
        {
            using var response = await gateway.Client.PostAsync(body);
            return await response.Content.ReadAsStringAsync(Cancel);
        }).ToList();
        await Eventually.TrueAsync(() => upstream.Calls == 1, "the one call runs", Cancel);
        go.SetResult();
        var answers = await Task.WhenAll(calls);

        upstream.Calls.ShouldBe(1);
        answers.Distinct().Count().ShouldBe(1);
        answers[0].ShouldContain(stream ? "[DONE]" : "Hello there");
    }

    [Fact]
    public async Task LateJoiner_GetsTheWholeStream()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk("first "));
            await go.Task;
            await Answers.WriteAsync(context, Answers.Chunk("second") + Answers.End(2));
        };
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: true, more: Deterministic);
        using var leader = await gateway.Client.PostAsync(body);

        using var late = await gateway.Client.PostAsync(body);
        go.SetResult();

        Chat.TextOf(await late.EventsAsync()).ShouldBe("first second");
        Chat.TextOf(await leader.EventsAsync()).ShouldBe("first second");
        late.Header("x-localai-cache").ShouldBe("hit");
    }

    [Fact]
    public async Task LeaderLeaves_FollowersStillGetTheAnswer()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var go = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk("a"));
            await go.Task.WaitAsync(context.RequestAborted);
            await Answers.WriteAsync(context, Answers.End(1));
        };
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: true, more: Deterministic);
        var leader = await gateway.Client.PostAsync(body);
        using var follower = await gateway.Client.PostAsync(body);

        leader.Dispose();
        await Task.Delay(200, Cancel);
        go.SetResult();

        (await follower.EventsAsync())[^1].ShouldBe("[DONE]");
        upstream.Abandoned.ShouldBe(0);
    }

    [Fact]
    public async Task EverybodyLeaves_UpstreamIsCancelledAndNothingIsKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.HangAfter(1));
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: true, more: Deterministic);
        var only = await gateway.Client.PostAsync(body);

        only.Dispose();

        await Eventually.TrueAsync(() => upstream.Abandoned == 1, "the call is cancelled", Cancel);
        using var again = await gateway.Client.PostAsync(body);
        again.Header("x-localai-cache").ShouldBe("miss");
        (await again.EventsAsync())[^1].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task ErrorsAndBrokenStreams_AreNotKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.ResetAfter(1)).Once(Answers.Body(500, "{}"));
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: true, more: Deterministic);

        using var broken = await gateway.Client.PostAsync(body);
        (await broken.EventsAsync())[^1].ShouldContain("upstream_broken_stream");
        using var failed = await gateway.Client.PostAsync(body);
        failed.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        using var third = await gateway.Client.PostAsync(body);

        (await third.EventsAsync())[^1].ShouldBe("[DONE]");
        third.Header("x-localai-cache").ShouldBe("miss");
    }

    [Fact]
    public async Task OtherUser_NeverSeesTheAnswer_UnlessAllowed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(more: Deterministic);
        using var mina = await gateway.Client.PostAsync(body, key: TestGateway.InternalKey, headers: ("x-localai-user", "mina"));

        using var jun = await gateway.Client.PostAsync(body, key: TestGateway.InternalKey, headers: ("x-localai-user", "jun"));
        jun.Header("x-localai-cache").ShouldBe("miss");
        gateway.Reload(("Cache:ShareAcrossKeys", "true"));
        using var first = await gateway.Client.PostAsync(body, key: TestGateway.InternalKey, headers: ("x-localai-user", "mina"));
        using var second = await gateway.Client.PostAsync(body, key: TestGateway.InternalKey, headers: ("x-localai-user", "jun"));

        second.Header("x-localai-cache").ShouldBe("hit");
    }

    [Fact]
    public async Task Purge_ForgetsEverything()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var admin = new GatewayAdminClient(gateway.Client);
        using var first = await gateway.Client.PostAsync(Chat.Request(more: Deterministic));
        (await admin.CacheAsync(Cancel)).Entries.ShouldBe(1);

        (await admin.PurgeCacheAsync(Cancel)).Purged.ShouldBe(1);

        using var second = await gateway.Client.PostAsync(Chat.Request(more: Deterministic));
        second.Header("x-localai-cache").ShouldBe("miss");
    }

    [Fact]
    public async Task Cache_StaysWithinItsBytes()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Cache:MaxBytes", "4000"));

        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Request(text: $"number {i}", more: Deterministic));
        }

        var state = await new GatewayAdminClient(gateway.Client).CacheAsync(Cancel);
        state.Bytes.ShouldBeLessThanOrEqualTo(4000);
        state.Entries.ShouldBeInRange(1, 8);
    }

    [Fact]
    public async Task AnswerBeyondTheLimit_PassesAndIsNotKept()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Stream(400);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url), ("Cache:MaxAnswerBytes", "2048"));
        var body = Chat.Request(stream: true, more: Deterministic);

        using var first = await gateway.Client.PostAsync(body);
        (await first.EventsAsync()).Count.ShouldBe(403);
        using var second = await gateway.Client.PostAsync(body);

        second.Header("x-localai-cache").ShouldBe("miss");
    }
}
