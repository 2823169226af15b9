using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Gateway;

public sealed class BadInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> Wrong => new()
    {
        { "", "invalid_json", null },
        { "{", "invalid_json", null },
        { "[]", "invalid_json", null },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}]} x""", "invalid_json", null },
        { """{"messages":[{"role":"user","content":"a"}]}""", "missing_field", "model" },
        { """{"model":7,"messages":[]}""", "invalid_type", "model" },
        { """{"model":"","messages":[]}""", "invalid_value", "model" },
        { """{"model":"chat-7b"}""", "missing_field", "messages" },
        { """{"model":"chat-7b","messages":"hi"}""", "invalid_type", "messages" },
        { """{"model":"chat-7b","messages":[]}""", "invalid_value", "messages" },
        { """{"model":"chat-7b","messages":["hi"]}""", "invalid_type", "messages[0]" },
        { """{"model":"chat-7b","messages":[{"content":"a"}]}""", "missing_field", "messages[0].role" },
        { """{"model":"chat-7b","messages":[{"role":1,"content":"a"}]}""", "invalid_type", "messages[0].role" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":5}]}""", "invalid_type", "messages[0].content" },
        { """{"model":"chat-7b","model":"code-7b","messages":[{"role":"user","content":"a"}]}""", "duplicate_field", "model" },
        { """{"model":"chat-7b","mod\u0065l":"code-7b","messages":[{"role":"user","content":"a"}]}""", "duplicate_field", "model" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"n":1000}""", "out_of_range", "n" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"n":0}""", "out_of_range", "n" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"n":"2"}""", "invalid_type", "n" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"max_tokens":-5}""", "out_of_range", "max_tokens" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"max_completion_tokens":0}""", "out_of_range", "max_completion_tokens" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"max_tokens":1.5}""", "invalid_type", "max_tokens" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"temperature":3}""", "out_of_range", "temperature" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"top_p":-1}""", "out_of_range", "top_p" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"stream":"yes"}""", "invalid_type", "stream" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"stream_options":[]}""", "invalid_type", "stream_options" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"tools":{}}""", "invalid_type", "tools" },
        { """{"model":"chat-7b","messages":[{"role":"user","content":"a"}],"seed":1.5}""", "invalid_type", "seed" },
        { """{"model":"chat-7b","messages":""" + new string('[', 200) + new string(']', 200) + "}", "invalid_type", "messages[0]" },
        { """{"model":"chat-7b","x":""" + new string('[', 100_000) + new string(']', 100_000) + "}", "invalid_json", null },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Chat_WrongBody_400NamesTheField(string body, string code, string? param)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));

        using var response = await gateway.Client.PostAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await response.ErrorAsync();
        error.GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("param").GetString().ShouldBe(param);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        upstream.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Chat_InvalidUtf8_400()
    {
        await using var gateway = await TestGateway.StartAsync();
        byte[] body = [.. "{\"model\":\"chat-7b\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xFF, 0xFE, .. "\"}]}"u8];

        using var response = await gateway.Client.PostAsync("/v1/chat/completions", new ByteArrayContent(body), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "gpt-4o")]
    [InlineData("/v1/chat/completions", "Chat-7b")]
    [InlineData("/v1/chat/completions", "embedding")]
    [InlineData("/v1/completions", "llama")]
    public async Task UnknownModel_404ListsTheModels(string path, string model)
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.PostAsync($$"""{"model":"{{model}}","prompt":"a","messages":[{"role":"user","content":"a"}]}""", path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await response.ErrorAsync();
        error.GetProperty("code").GetString().ShouldBe("model_not_found");
        error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("chat-7b, code-7b, auto");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ElevenMegabytes_413(bool chunked)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(Chat.Request(text: new string('x', 11 << 20)), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;

        using var response = await gateway.Client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("request_too_large");
    }

    [Fact]
    public async Task NineMegabytes_PassUntouched()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(text: new string('x', 9 << 20), more: ",\"unknown_field\":{\"deep\":[1,2.50,null]}");

        using var response = await gateway.Client.PostAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Received.Single().Body.ShouldBe(body);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/models", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/models/gpt-4o", HttpStatusCode.NotFound)]
    public async Task WrongUrl_IsToldAsOpenAiError(string method, string path, HttpStatusCode status)
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancel);

        response.StatusCode.ShouldBe(status);
        (await response.ErrorAsync()).GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task ForeignHost_403AsOpenAiError()
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Host = "evil.example" } }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.ErrorAsync()).GetProperty("code").GetString().ShouldBe("forbidden_host");
    }

    /// <summary>Leaves at every stage: in the head, in the body, before the answer, in the answer. The gateway serves on.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(150)]
    [InlineData(int.MaxValue)]
    public async Task ClientDisconnects_NothingStaysBehind(int bytes)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.HangAfter(1);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        var body = Chat.Request(stream: true);
        var request = Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        for (var i = 0; i < 5; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port, Cancel);
            await client.GetStream().WriteAsync(request.AsMemory(0, Math.Min(bytes, request.Length)), Cancel);
            if (bytes > request.Length)
            {
                var calls = i;
                await Eventually.TrueAsync(() => upstream.Calls > calls, "the upstream is called", Cancel);
            }
        }

        await Eventually.TrueAsync(() => upstream.Running == 0, "no upstream call is left", Cancel);
        upstream.Answer = Answers.Default;
        using var response = await gateway.Client.PostAsync(Chat.Request());
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ClientLeavesBeforeTheAnswer_UpstreamIsCancelledAlsoWithoutStream()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Answer = Answers.Hang;
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", upstream.Url));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = gateway.Client.PostAsync(Chat.Request(), cancellationToken: leave.Token);
        await Eventually.TrueAsync(() => upstream.Running == 1, "the call runs", Cancel);

        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
        await Eventually.TrueAsync(() => upstream.Abandoned == 1, "the upstream call is cancelled", Cancel);
    }
}
