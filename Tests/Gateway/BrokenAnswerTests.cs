using System.Net;
using LocalAi.Tests.Gateway.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>Answers that are cut, garbled or something else, and what callers see of them.</summary>
public sealed class BrokenAnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HangsMidStream_EndsWithAnErrorEvent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.HangAfter(2);
        await using var gateway = await Gateways.SingleAsync(upstream.Url, ("Upstreams:llm:IdleTimeout", "00:00:00.200"));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        await ExpectBrokenAsync(response, "w0 w1 ");
    }

    [Fact]
    public async Task ResetsMidChunk_NoHalfEventAndAnErrorEvent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.ResetAfter(2);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        await ExpectBrokenAsync(response, "w0 w1 ");
        upstream.Calls.ShouldBe(1, "nothing is sent twice once the answer has begun");
    }

    [Fact]
    public async Task EndsWithoutFinishReason_IsNotTakenForWhole()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.EndAfter(2);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

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
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

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
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.ErrorAsync()).GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("llm answered 500");
    }

    [Fact]
    public async Task WrongContentLength_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var first = RawUpstream.Start("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"choices\":[]}");
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
    }

    [Fact]
    public async Task NoHttpAtAll_FallbackAnswers()
    {
        await using var second = await ScriptedUpstream.StartAsync();
        await using var first = RawUpstream.Start("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        await using var gateway = await Gateways.PairAsync(first.Url, second.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.Header("x-localai-upstream").ShouldBe("second");
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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
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
}
