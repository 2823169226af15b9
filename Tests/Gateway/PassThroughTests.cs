using System.Text;
using LocalAi.Tests.Gateway.Support;

namespace LocalAi.Tests.Gateway;

/// <summary>What passes as it came.</summary>
public sealed class PassThroughTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

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
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(stream: true));

        Chat.TextOf(await response.EventsAsync()).ShouldBe(large);
    }

    [Fact]
    public async Task SlowDrip_OneChunkOutPerChunkIn()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Stream(5, TimeSpan.FromMilliseconds(150));
        await using var gateway = await Gateways.SingleAsync(upstream.Url);
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
    public async Task UnknownFields_PassBothWaysUntouched()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        const string Answer = """{"id":"c","new_field":{"deep":[1,2.50,"한"]},"choices":[{"index":0,"message":{"role":"assistant","content":"a","reasoning_content":"because"}}],"timings":{"predicted_per_second":41.70}}""";
        upstream.Answer = Answers.Body(200, Answer);
        await using var gateway = await Gateways.SingleAsync(upstream.Url, ("Models:chat-7b:0:Upstream", "llm"), ("Models:chat-7b:0:Model", "qwen/qwen3-8b \"q4\""));

        using var response = await gateway.Client.PostAsync(
            """{ "cache_prompt" : true, "grammar":"root ::= \"a\"", "model" : "chat-7b" ,"messages":[{"role":"user","content":"\ud55c","name":"mina"}],"logit_bias":{"5":-1.00},"n":2,"x":1e400 }""");

        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(Answer);
        upstream.Received.Single().Body.ShouldBe(
            """{ "cache_prompt" : true, "grammar":"root ::= \"a\"", "model" : "qwen/qwen3-8b \u0022q4\u0022" ,"messages":[{"role":"user","content":"\ud55c","name":"mina"}],"logit_bias":{"5":-1.00},"n":2,"x":1e400 }""");
    }

    [Fact]
    public async Task RequestAsTheOfficialPythonClientSendsIt_IsStreamed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        // openai-python asks for JSON also when it wants a stream, and says much about itself.
        using var response = await gateway.Client.PostAsync(
            Chat.Request(stream: true, more: ",\"stream_options\":{\"include_usage\":true}"),
            key: "sk-none",
            headers: [("Accept", "application/json"), ("User-Agent", "OpenAI/Python 1.99.9"), ("X-Stainless-Lang", "python"), ("X-Stainless-Async", "false"), ("x-stainless-retry-count", "0")]);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await response.EventsAsync())[^1].ShouldBe("[DONE]");
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("not sane", false)]
    public async Task RequestId_IsTheCallersWhenItIsSane_AndReachesTheUpstream(string given, bool isKept)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync(Chat.Request(), headers: ("x-request-id", given));

        var id = response.Header("x-request-id");
        (id == given).ShouldBe(isKept);
        upstream.Received.Single().Headers["x-request-id"].ShouldBe(id);
    }

    [Fact]
    public async Task Completions_PassLikeChat()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        const string Answer = """{"id":"c","object":"text_completion","choices":[{"index":0,"text":"b","finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
        upstream.Answer = Answers.Body(200, Answer);
        await using var gateway = await Gateways.SingleAsync(upstream.Url);

        using var response = await gateway.Client.PostAsync("""{"model":"code-7b","prompt":"a","suffix":"c"}""", "/v1/completions");

        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(Answer);
        upstream.Received.Single().Path.ShouldBe("/v1/completions");
    }
}
