using System.Diagnostics;
using System.Net;
using System.Text;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>What upstreams do wrong, and what callers see of it.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refuses_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var gateway = await PairAsync($"http://127.0.0.1:{PostgresServer.FreePort()}", second.Url);

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
        await using var gateway = await PairAsync(first.Url, second.Url, ("Upstreams:llm:BreakerThreshold", "100"));

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
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task RetryAfter_IsHonoured()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.Body(429, "{}", retryAfter: "1"));
        await using var gateway = await SingleAsync(upstream.Url);
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
        await using var gateway = await PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
        first.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Busy_NoFallback_429WithTheUpstreamsRetryAfter()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(429, """{"error":{"message":"all slots are taken"}}""", retryAfter: "17");
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(17));
        (await response.ErrorAsync()).GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("all slots are taken");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HangsBeforeHead_FallbackWithoutRetry(bool stream)
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Hang;
        await using var gateway = await PairAsync(
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
        await using var gateway = await PairAsync(first.Url, second.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.300"));

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
        await using var gateway = await SingleAsync(upstream.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.300"));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_silent");
    }

    [Fact]
    public async Task HangsMidStream_EndsWithAnErrorEvent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.HangAfter(2);
        await using var gateway = await SingleAsync(upstream.Url, ("Upstreams:llm:IdleTimeout", "00:00:00.200"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        await ExpectBrokenAsync(response, "w0 w1 ");
    }

    [Fact]
    public async Task ResetsMidChunk_NoHalfEventAndAnErrorEvent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.ResetAfter(2);
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        await ExpectBrokenAsync(response, "w0 w1 ");
        upstream.Calls.ShouldBe(1, "nothing is sent twice once the answer has begun");
    }

    [Fact]
    public async Task EndsWithoutFinishReason_IsNotTakenForWhole()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.EndAfter(2);
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        await ExpectBrokenAsync(response, "w0 w1 ");
    }

    [Fact]
    public async Task EndsWithFinishReasonWithoutDone_DoneIsAdded()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk("a") + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        };
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        (await response.EventsAsync())[^1].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task ErrorAsFirstEvent_FallbackAnswers()
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, "data: {\"error\":{\"message\":\"out of memory\"}}\n\n");
        };
        await using var gateway = await PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe("w0 w1 w2 ");
    }

    [Theory]
    [InlineData("<html><body>hello</body></html>", "text/html")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"cut", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("not json at all", "application/json")]
    public async Task BadAnswer_FallbackAnswers(string body, string type)
    {
        await using var first = await ScriptedUpstream.StartAsync();
        await using var second = await ScriptedUpstream.StartAsync();
        first.Answer = Answers.Body(200, body, type);
        await using var gateway = await PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(Answers.Json);
        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Fact]
    public async Task HtmlErrorPage_IsNotShownAsJson()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Body(500, "<html>oops</html>", "text/html");
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.ErrorAsync()).GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("llm answered 500");
    }

    [Fact]
    public async Task WrongContentLength_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var first = RawUpstream.Start("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"choices\":[]}");
        await using var gateway = await PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Fact]
    public async Task NoHttpAtAll_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var first = RawUpstream.Start("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        await using var gateway = await PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Fact]
    public async Task MultiByteCharactersSplitAcrossChunks_ArriveWhole()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            var bytes = Encoding.UTF8.GetBytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"한국어🙂\"}}]}\n\n" + Answers.End(1));
            foreach (var part in bytes.Chunk(3))
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        };
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe("한국어🙂");
    }

    [Fact]
    public async Task InvalidUtf8InAStream_PassesAsItIs()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        byte[] odd = [.. "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""u8, 0xC3, 0x28, .. "\"}}]}\n\n"u8];
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await context.Response.Body.WriteAsync(odd, context.RequestAborted);
            await Answers.WriteAsync(context, Answers.End(1));
        };
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        (await response.Content.ReadAsByteArrayAsync(Cancel))[..odd.Length].ShouldBe(odd);
    }

    [Fact]
    public async Task OneMegabyteEvent_Passes()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var large = new string('x', 1 << 20);
        upstream.Answer = async context =>
        {
            await Answers.BeginAsync(context);
            await Answers.WriteAsync(context, Answers.Chunk(large) + Answers.End(1));
        };
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe(large);
    }

    [Fact]
    public async Task SlowDrip_OneChunkOutPerChunkIn()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Stream(5, TimeSpan.FromMilliseconds(150));
        await using var gateway = await SingleAsync(upstream.Url);
        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[8192];

        for (var i = 0; i < 3; i++)
        {
            var read = await stream.ReadAsync(buffer, Cancel);
            Encoding.UTF8.GetString(buffer, 0, read).ShouldBe(Answers.Chunk($"w{i} "));
        }
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
        await using var gateway = await SingleAsync(upstream.Url);
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
        await using var gateway = await SingleAsync(upstream.Url);

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
        await using var gateway = await PairAsync(upstream.Url, second.Url, ("Upstreams:llm:FirstTokenTimeout", "00:00:00.200"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        var text = await response.Content.ReadAsStringAsync(Cancel);
        text.ShouldStartWith(": loading chat-7b");
        text.ShouldContain("[DONE]");
        second.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task AllDown_OneErrorNamesEach()
    {
        await using var broken = await ScriptedUpstream.StartAsync();
        broken.Answer = Answers.Body(500, """{"error":{"message":"exploded"}}""");
        await using var gateway = await PairAsync($"http://127.0.0.1:{PostgresServer.FreePort()}", broken.Url);

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
        await using var gateway = await PairAsync(first.Url, second.Url);

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
        await using var gateway = await SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("upstream_refused");
    }

    [Fact]
    public async Task LongAnswerBreaksOff_TheCallerSeesACut()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var headSeen = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "application/json";
            await Answers.WriteAsync(context, "{\"data\":\"" + new string('x', 3 << 20));
            await headSeen.Task.WaitAsync(context.RequestAborted);
            context.Abort();
        };
        await using var gateway = await SingleAsync(upstream.Url);
        using var response = await gateway.Client.PostAsync(Chat.Request());

        headSeen.SetResult();

        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync(Cancel));
    }

    private static async Task ExpectBrokenAsync(HttpResponseMessage response, string text)
    {
        var events = await response.EventsAsync();
        Chat.TextOf(events).ShouldBe(text);
        events[^1].ShouldContain("\"code\":\"upstream_broken_stream\"");
        events.ShouldNotContain("[DONE]");
    }

    private static Task<TestGateway> SingleAsync(string url, params (string, string)[] settings) =>
        TestGateway.StartAsync([("Upstreams:llm:Endpoint", url), ("Upstreams:llm:RetryDelay", "00:00:00.010"), .. settings]);

    private static Task<TestGateway> PairAsync(string first, string second, params (string, string)[] settings) => TestGateway.StartAsync(
    [
        ("Upstreams:llm:Endpoint", first), ("Upstreams:llm:RetryDelay", "00:00:00.010"),
        ("Upstreams:second:Endpoint", second), ("Upstreams:second:Provider", "inference"),
        ("Models:chat-7b:0:Upstream", "llm"), ("Models:chat-7b:1:Upstream", "second"),
        .. settings,
    ]);
}
