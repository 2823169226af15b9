using System.Text.Json;

namespace LocalAi.AgentApi.Tools.Knowledge;

/// <summary>The gateway's model administration.</summary>
internal sealed class ModelService(HttpClient http) : LocalService(http, "The gateway")
{
    public Task<JsonElement> LoadAsync(string model, CancellationToken cancellationToken) => PostAsync($"api/models/{Uri.EscapeDataString(model)}/load", null, cancellationToken);

    public Task<JsonElement> UnloadAsync(string model, CancellationToken cancellationToken) => PostAsync($"api/models/{Uri.EscapeDataString(model)}/unload", null, cancellationToken);
}
