using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.OpenAi;

/// <summary>The gateway's OpenAI API. Errors are <see cref="ApiException"/> with the gateway's own sentence.</summary>
/// <param name="http">A client whose base address is the gateway. Its timeout must be infinite: streams are as long as the model takes.</param>
public sealed class GatewayClient(HttpClient http)
{
    private const string Service = "The gateway";

    /// <summary>Streams a completion chunk by chunk. Disposing the enumerator stops the model.</summary>
    /// <exception cref="ApiException">The gateway is away, refuses, or the stream breaks.</exception>
    public async IAsyncEnumerable<ChatChunk> StreamChatAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = Body(request with { Stream = true, StreamOptions = new StreamOptions(true) }),
        };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.Data == "[DONE]")
            {
                yield break;
            }

            yield return Read(item);
        }

        // OpenAI streams end with [DONE]; anything else is a cut connection, never a complete answer.
        throw new ApiException("The stream ended before the answer was complete.");
    }

    public async Task<ChatCompletion> ChatAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = Body(request),
        };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, ContractsJson.Default.ChatCompletion, Service, cancellationToken);
    }

    public async Task<ModelList> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "v1/models");
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, ContractsJson.Default.ModelList, Service, cancellationToken);
    }

    private static ByteArrayContent Body(ChatRequest request) =>
        new(JsonSerializer.SerializeToUtf8Bytes(request, ChatRequestJson.Default.ChatRequest)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static ChatChunk Read(SseItem<string> item)
    {
        try
        {
            using var document = JsonDocument.Parse(item.Data);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error))
            {
                var text = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var detail) ? detail.GetString() : error.ToString();
                throw new ApiException(text ?? "The model stopped with an error.");
            }

            return ChatChunkReader.Read(document.RootElement);
        }
        catch (JsonException garbled)
        {
            throw new ApiException("The stream carried something that is not a chat chunk.", innerException: garbled);
        }
    }
}
