using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.OpenAi;

namespace LocalAi.Tests.Contracts;

/// <summary>Requests and events, which are written and read without the serializer's descriptions, against the serializer.</summary>
public sealed class ChatWireTests
{
    private static readonly JsonSerializerOptions Reflected = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Events =>
    [
        "{}",
        """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"role":"assistant","content":"안녕 \"x\" \u00e9"},"logprobs":null,"finish_reason":null}]}""",
        """{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}],"usage":null}""",
        """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10,"prompt_tokens_details":{"cached_tokens":1}}}""",
        """{"choices":[{"delta":{"content":null,"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"read_file","arguments":""}},{"index":1,"function":{"arguments":"{\"pa"}}]}}]}""",
        """{"choices":[{"index":0,"delta":null,"finish_reason":"length"}]}""",
        "null",
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_IsReadAsTheSerializerReadsIt(string json)
    {
        var chunk = (await StreamAsync(json)).Single();

        var expected = JsonSerializer.Deserialize<ChatChunk>(json, Reflected) ?? new ChatChunk();
        JsonSerializer.Serialize(chunk, Reflected).ShouldBe(JsonSerializer.Serialize(expected, Reflected));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"choices":5}""")]
    [InlineData("""{"choices":[7]}""")]
    [InlineData("""{"choices":[{"delta":{"content":["a"]}}]}""")]
    [InlineData("""{"choices":[{"index":"0"}]}""")]
    [InlineData("""{"usage":{"prompt_tokens":12345678901}}""")]
    [InlineData("{\"choices\":[")]
    public async Task Event_OfAnotherShape_EndsTheAnswerWithAReason(string json) =>
        (await Should.ThrowAsync<ApiException>(() => StreamAsync(json))).Message.ShouldBe("The stream carried something that is not a chat chunk.");

    [Fact]
    public async Task Request_IsWrittenAsTheSerializerWritesIt()
    {
        using var tools = JsonDocument.Parse("""[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]""");
        var request = new ChatRequest
        {
            Model = "auto",
            Messages =
            [
                ChatMessage.System("한국어 <b>&'\"\\"),
                new ChatMessage { Role = "assistant", ToolCalls = [new ToolCall { Id = "t1", Type = "function", Function = new ToolCallFunction("f", "{}") }] },
                new ChatMessage { Role = "tool", ToolCallId = "t1", Content = "" },
            ],
            Temperature = 0.25,
            MaxTokens = 100,
            Seed = long.MaxValue,
            Tools = tools.RootElement,
        };
        var gateway = new Recorder("data: [DONE]\n\n");
        using var http = new HttpClient(gateway) { BaseAddress = new Uri("http://gateway/") };

        await foreach (var _ in new GatewayClient(http).StreamChatAsync(request, Cancel))
        {
            // Nothing comes.
        }

        gateway.Body.ShouldBe(JsonSerializer.Serialize(request with { Stream = true, StreamOptions = new StreamOptions(true) }, Reflected));
        gateway.ContentType.ShouldBe("application/json");
    }

    private static async Task<List<ChatChunk>> StreamAsync(string json)
    {
        using var http = new HttpClient(new Recorder($"data: {json}\n\ndata: [DONE]\n\n")) { BaseAddress = new Uri("http://gateway/") };
        var chunks = new List<ChatChunk>();
        await foreach (var chunk in new GatewayClient(http).StreamChatAsync(new ChatRequest { Model = "auto", Messages = [] }, Cancel))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    private sealed class Recorder(string answer) : HttpMessageHandler
    {
        public string? Body { get; private set; }

        public string? ContentType { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Body, ContentType) = (await request.Content!.ReadAsStringAsync(cancellationToken), request.Content.Headers.ContentType?.ToString());
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "text/event-stream") };
        }
    }
}
