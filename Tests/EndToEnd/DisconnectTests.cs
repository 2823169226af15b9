using LocalAi.Contracts.OpenAi;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Inference;

namespace LocalAi.Tests.EndToEnd;

/// <summary>The gateway in front of the real llama.cpp sidecar.</summary>
public sealed class DisconnectTests : IDisposable
{
    private readonly SlowModel _model = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Client_ThatLeavesInMidStream_StopsTheModel()
    {
        await using var inference = await _model.StartAsync(Cancel);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", inference.Client.Address.ToString()));
        var request = new ChatRequest { Model = "chat-7b", Messages = [ChatMessage.User("hello")], MaxTokens = 4000 };

        await foreach (var chunk in new GatewayClient(gateway.Client).StreamChatAsync(request, Cancel))
        {
            if (chunk.Choices is [{ Delta.Content.Length: > 0 }])
            {
                break;
            }
        }

        var health = await inference.Client.HealthUntilAsync(h => h.GetProperty("generations").GetProperty("aborted").GetInt32() == 1, Cancel);
        health.GetProperty("generations").GetProperty("active").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Question_WithARealModel_StreamsToItsEnd()
    {
        await using var inference = await _model.StartAsync(Cancel);
        await using var gateway = await TestGateway.StartAsync(("Upstreams:llm:Endpoint", inference.Client.Address.ToString()));
        var request = new ChatRequest { Model = "auto", Messages = [ChatMessage.User("안녕")], MaxTokens = 8 };

        var chunks = new List<ChatChunk>();
        await foreach (var chunk in new GatewayClient(gateway.Client).StreamChatAsync(request, Cancel))
        {
            chunks.Add(chunk);
        }

        chunks[^1].Usage.ShouldNotBeNull().CompletionTokens.ShouldBe(8);
        chunks.ShouldContain(c => c.Choices.Any(choice => choice.FinishReason == "length"));
    }
}
