using System.Net;
using System.Text;
using System.Text.Json;

namespace LocalAi.Tests.Inference;

[Collection(SharedInferenceSuite.Name)]
public sealed class BadRequestTests(SharedInference inference)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"model":5}""", "model", "invalid_type")]
    [InlineData("""{"messages":[]}""", "messages", "invalid_length")]
    [InlineData("""{"messages":"hello"}""", "messages", "invalid_type")]
    [InlineData("""{"messages":["hello"]}""", "messages[0]", "invalid_type")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"robot","content":"a"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "messages[0].content[0].type", "unsupported_parameter")]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"x","content":"a"}]}""", "messages[0].tool_call_id", "invalid_value")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]}]}""", "messages[0].tool_calls[0].function.arguments", "invalid_value")]
    [InlineData("""{"temperature":3}""", "temperature", "invalid_value")]
    [InlineData("""{"temperature":"hot"}""", "temperature", "invalid_type")]
    [InlineData("""{"top_p":-0.1}""", "top_p", "invalid_value")]
    [InlineData("""{"top_k":1.5}""", "top_k", "invalid_value")]
    [InlineData("""{"max_tokens":0}""", "max_tokens", "invalid_value")]
    [InlineData("""{"max_completion_tokens":-1}""", "max_completion_tokens", "invalid_value")]
    [InlineData("""{"seed":"a"}""", "seed", "invalid_type")]
    [InlineData("""{"stop":""}""", "stop", "invalid_value")]
    [InlineData("""{"stop":[1]}""", "stop", "invalid_value")]
    [InlineData("""{"stream":"yes"}""", "stream", "invalid_type")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", "stream_options", "invalid_value")]
    [InlineData("""{"n":2}""", "n", "unsupported_parameter")]
    [InlineData("""{"logprobs":true}""", "logprobs", "unsupported_parameter")]
    [InlineData("""{"model":"tiny-embed"}""", "model", "wrong_model_kind")]
    public async Task Chat_BadField_IsNamed(string more, string param, string code)
    {
        var answer = await inference.Client.ChatAsync(JsonSerializer.Deserialize<Dictionary<string, object>>(more)!, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Param.ShouldBe(param);
        answer.Code.ShouldBe(code);
        answer.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{\"model\":", "invalid_json")]
    [InlineData("[1]", "invalid_json")]
    [InlineData("null", "invalid_json")]
    public async Task Body_NotAJsonObject_IsRefused(string body, string code)
    {
        var answer = await inference.Client.PostTextAsync("/v1/chat/completions", body, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Body_NestedTooDeep_IsRefusedAndTheServerLives()
    {
        var answer = await inference.Client.PostTextAsync("/v1/chat/completions", new string('[', 100_000) + new string(']', 100_000), Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("json_too_deep");
        (await inference.Client.GetAsync("/health", Cancellation)).ShouldBeOk();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_TooLarge_IsRefused(bool chunked)
    {
        using var content = new StringContent("{\"model\":\"" + new string('a', 11 * 1024 * 1024) + "\"}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat/completions", UriKind.Relative)) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await inference.Client.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await inference.Client.GetAsync("/health", Cancellation)).ShouldBeOk();
    }

    [Fact]
    public async Task Body_NotUtf8_IsRefused()
    {
        using var content = new ByteArrayContent([0x7B, 0x22, 0xC7, 0xD1, 0x22, 0x3A, 0x31, 0x7D]); // "한" in EUC-KR
        var answer = await inference.Client.PostContentAsync("/v1/chat/completions", content, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("invalid_encoding");
    }

    [Fact]
    public async Task Model_Unknown_ListsWhatIsThere()
    {
        var answer = await inference.Client.ChatAsync(new() { ["model"] = "gpt-4o" }, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Param.ShouldBe("model");
        answer.Code.ShouldBe("model_not_found");
        answer.Message.ShouldContain("tiny, chat-7b, code-7b");
    }

    [Fact]
    public Task Prompt_LongerThanTheContext_SaysBothLengths() => TooLongAsync(20_000, "tokens and the context holds 4096 tokens");

    [Fact]
    public Task Prompt_FarLongerThanTheContext_IsNotEvenTokenized() => TooLongAsync(5_000_000, "has 5000005 characters, more than 131072");

    private async Task TooLongAsync(int length, string complaint)
    {
        var answer = await inference.Client.ChatAsync(new() { ["messages"] = new[] { new { role = "user", content = "hello" + new string('x', length) } } }, Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("context_length_exceeded");
        answer.Param.ShouldBe("messages");
        answer.Message.ShouldContain(complaint);
    }

    [Fact]
    public async Task Url_UnknownOrWrongMethod_SaysSo()
    {
        (await inference.Client.GetAsync("/v1/nothing", Cancellation)).Status.ShouldBe(HttpStatusCode.NotFound);
        var answer = await inference.Client.GetAsync("/v1/chat/completions", Cancellation);
        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Message.ShouldContain("POST");
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Caller_ForeignHostOrOrigin_IsRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/models", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await inference.Client.Http.SendAsync(request, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
