using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.AgentApi.Tools.Knowledge;

/// <summary>The RAG service's search.</summary>
internal sealed class RagService(HttpClient http) : LocalService(http, "The RAG service")
{
    public Task<JsonElement> QueryAsync(JsonObject query, CancellationToken cancellationToken) => PostAsync("query", query, cancellationToken);
}
