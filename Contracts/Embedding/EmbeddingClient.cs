using System.Net.Http.Json;
using LocalAi.Contracts.Errors;

namespace LocalAi.Contracts.Embedding;

/// <summary>The embedding service. Errors are <see cref="ApiException"/> with the service's own sentence.</summary>
public sealed class EmbeddingClient(HttpClient http)
{
    private const string Service = "The embedding service";

    public async Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "embed") { Content = JsonContent.Create(request, ContractsJson.Default.EmbedRequest) };
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, ContractsJson.Default.EmbedResponse, Service, cancellationToken);
    }

    public async Task<EmbeddingHealth> HealthAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "health");
        using var response = await ApiResponse.SendAsync(http, message, Service, cancellationToken);
        return await ApiResponse.ReadAsync(response, ContractsJson.Default.EmbeddingHealth, Service, cancellationToken);
    }
}
