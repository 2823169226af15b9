using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Embedding.Api;

/// <summary>Reads a JSON body; what is wrong with it is told with its place.</summary>
internal static class RequestBody
{
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class
    {
        if (!request.HasJsonContentType())
            throw new RequestProblemException(StatusCodes.Status415UnsupportedMediaType, "Send JSON with Content-Type: application/json.") { Code = "not_json" };
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken)
                ?? throw new RequestProblemException(StatusCodes.Status400BadRequest, "The body is null; send an object.") { Code = "invalid_json" };
        }
        catch (JsonException wrong)
        {
            throw new RequestProblemException(StatusCodes.Status400BadRequest, $"The body cannot be read: {wrong.Message}") { Code = "invalid_json", Field = wrong.Path };
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RequestProblemException(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {EmbeddingLimits.MaxRequestBytes >> 20} MB. Send fewer texts at once.") { Code = "body_too_large" };
        }
    }
}
