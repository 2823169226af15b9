using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>Ollama: <c>/api/ps</c> lists what is in memory and leaves the clock of its idle unload alone.</summary>
internal sealed class OllamaApi(ServerHttp http) : IServerApi
{
    public ServerKind Kind => ServerKind.Ollama;

    public async Task<ServerState> AskAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        var (status, answer) = await http.GetAsync(server, "api/ps", cancellationToken);
        return status != 200 || answer.Member("models") is null
            ? ServerState.Down($"/api/ps answers {status}.")
            : new ServerState("ok", [.. answer.Items("models").Select(m => new LoadedModel(m.Text("model") ?? m.Text("name") ?? "", (int?)m.Number("context_length"))).Where(m => m.Id.Length > 0)], null);
    }

    public async Task<string?> UnloadAsync(ServerTarget server, LoadedModel model, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["model"] = model.Id, ["keep_alive"] = 0 });
        var (status, answer) = await http.PostAsync(server, "api/generate", body, cancellationToken);
        return status == 200 ? null : answer.Text("error") ?? $"It answers {status}.";
    }
}
