using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalAi.Contracts.Errors;

/// <summary>Reads answers of the services: the value, or the error as an <see cref="ApiException"/> with the service's own sentence.</summary>
internal static class ApiResponse
{
    private const int LongestError = 64 * 1024;

    /// <summary>Sends; an unreachable service becomes an <see cref="ApiException"/> that names it.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpRequestMessage request, string service, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ApiException($"{service} does not answer at {client.BaseAddress}: {unreachable.Message}", innerException: unreachable);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadErrorAsync(response, service, cancellationToken);
        }
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, string service, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new ApiException($"{service} answered with nothing.", response.StatusCode);
        }
        catch (JsonException garbled)
        {
            throw new ApiException($"{service} answered with something that is not its JSON.", response.StatusCode, innerException: garbled);
        }
    }

    private static async Task<ApiException> ReadErrorAsync(HttpResponseMessage response, string service, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.RetryAfter?.Delta;
        var (message, code) = Parse(await ReadAtMostAsync(response, cancellationToken));
        return new ApiException(message ?? $"{service} answered {(int)response.StatusCode} {response.ReasonPhrase}.", response.StatusCode, code) { RetryAfter = retryAfter };
    }

    private static async Task<byte[]> ReadAtMostAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestError];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }

    /// <summary>Understands problem details (<c>detail</c>, <c>code</c>) and OpenAI errors (<c>error.message</c>, <c>error.code</c>).</summary>
    private static (string? Message, string? Code) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            return root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? (Text(error, "message"), Text(error, "code"))
                : (Text(root, "detail") ?? Text(root, "title"), Text(root, "code"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
