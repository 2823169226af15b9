using System.Net;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class CompletionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_NotStreamed_AnswerPassesByteForByte()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(Answers.Json);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        response.Header("x-localai-model").ShouldBe("chat-7b");
        response.Header("x-localai-upstream").ShouldBe("llm");
        response.Header("x-localai-cache").ShouldBe("off");
        response.Header("x-request-id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Chat_Streamed_EventsPassByteForByte()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(Answers.Chunk("w0 ") + Answers.Chunk("w1 ") + Answers.Chunk("w2 ") + Answers.End(3));
    }

    [Fact]
    public async Task Chat_NoUpstreamAtAll_503ThatNamesWhatIsMissing()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", $"http://127.0.0.1:{PostgresServer.FreePort()}"), ("Upstreams:llm:RetryDelay", "00:00:00.010"));

        using var response = await gateway.Client.PostAsync(Chat.Request());

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var error = await response.ErrorAsync();
        error.GetProperty("code").GetString().ShouldBe("upstream_unreachable");
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("Put a GGUF file into the models folder");
        response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Chat_ClientLeavesMidStream_UpstreamIsCancelled()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.HangAfter(2);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        using (var response = await gateway.Client.PostAsync(Chat.Request(stream: true)))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
            await stream.ReadAtLeastAsync(new byte[64], 64, cancellationToken: Cancel);
        }

        await Eventually.TrueAsync(() => upstream.Abandoned == 1, "the upstream call is cancelled", Cancel);
    }
}
