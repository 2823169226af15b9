using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// LM Studio 0.4 (<c>/api/v1</c>) and 0.3.6 (<c>/api/v0</c>). Its REST API does not tell whether it generates; <c>lms ps --json</c> does, but asking it often leaks
/// memory in LM Studio (lmstudio-bug-tracker#1967), so it is asked only right before something is unloaded.
/// </summary>
internal sealed class LmStudioApi(ServerHttp http, LmsCommand lms) : IServerApi
{
    public ServerKind Kind => ServerKind.LmStudio;

    public async Task<ServerState> AskAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        var (status, answer) = await http.GetAsync(server, "api/v1/models", cancellationToken);
        if (status == 200 && answer.Member("models") is not null)
        {
            return new ServerState("ok", [.. answer.Items("models").SelectMany(m => m.Items("loaded_instances")).Select(Instance).Where(m => m.Id.Length > 0)], null);
        }

        if (status is 401 or 403)
        {
            return ServerState.Down("LM Studio asks for a token: set ApiKey of this server in Rhythm:Watchers:LanguageModels:Servers.");
        }

        (status, answer) = await http.GetAsync(server, "api/v0/models", cancellationToken);
        return status != 200 || answer.Member("data") is null
            ? ServerState.Down($"/api/v0/models answers {status}; LM Studio 0.3.6 or newer is needed.")
            : new ServerState("ok",
                [.. answer.Items("data").Where(m => m.Text("state") == "loaded").Select(m => new LoadedModel(m.Text("id") ?? "", (int?)m.Number("loaded_context_length"))).Where(m => m.Id.Length > 0)], null);
    }

    public async Task<string?> UnloadAsync(ServerTarget server, LoadedModel model, CancellationToken cancellationToken)
    {
        if (await lms.BusyAsync(server, cancellationToken) is { } busy)
        {
            return busy;
        }

        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["instance_id"] = model.Id });
        var (status, answer) = await http.PostAsync(server, "api/v1/models/unload", body, cancellationToken);
        if (status == 200)
        {
            return null;
        }

        // Versions before 0.4 have no such call.
        return status == 404 ? await lms.UnloadAsync(server, model, cancellationToken) : answer.Member("error").Text("message") ?? $"It answers {status}.";
    }

    private static LoadedModel Instance(JsonElement? instance) => new(instance.Text("id") ?? "", (int?)instance.Member("config").Number("context_length"));
}
