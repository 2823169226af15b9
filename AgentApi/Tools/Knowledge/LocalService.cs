using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Knowledge;

/// <summary>Posts JSON to another LocalAi service; what goes wrong becomes a sentence for the model.</summary>
internal abstract class LocalService(HttpClient http, string name)
{
    private const int LongestAnswer = 8 << 20;

    /// <exception cref="ToolException">The service is away or refuses.</exception>
    protected async Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, options: ToolJson.Options) };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? JsonElement.Parse(bytes) : throw new ToolException($"{name} answered {(int)response.StatusCode}: {Detail(bytes)}");
        }
        catch (HttpRequestException away)
        {
            throw new ToolException($"{name} does not answer. It is started by `dotnet run --project AppHost`.", away);
        }
        catch (JsonException garbled)
        {
            throw new ToolException($"{name} answered with something that is not its JSON.", garbled);
        }
    }

    private static string Detail(byte[] body)
    {
        var root = JsonElement.Parse(body);
        return root.ValueKind == JsonValueKind.Object
            ? root.TryGetProperty("detail", out var detail) ? detail.ToString()
            : root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.ToString()
            : "no reason given"
            : "no reason given";
    }
}
