using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// llama-server, its router, and LocalAi's Inference. Only <c>/health</c>, <c>/models</c> and <c>/props</c> are asked: <c>/slots</c> wakes a sleeping
/// model, and so did <c>/metrics</c> in builds before 2026-08-19. Whether llama-server answers somebody is therefore told by its connections; Inference says it itself.
/// </summary>
internal sealed class LlamaApi(ServerHttp http) : IServerApi
{
    public ServerKind Kind => ServerKind.Llama;

    public async Task<ServerState> AskAsync(ServerTarget server, CancellationToken cancellationToken)
    {
        var (status, health) = await http.GetAsync(server, "health", cancellationToken);
        if (health.Member("generations") is not null)
        {
            return Inference(health);
        }

        if (status == 503)
        {
            return new ServerState("loading", [], null);
        }

        if (status != 200)
        {
            return ServerState.Down($"/health answers {status}.");
        }

        var (_, models) = await http.GetAsync(server, "models?autoload=false", cancellationToken);
        var routed = models.Items("data").Where(m => m.Member("status") is not null).ToList();
        return routed.Count > 0 ? Router(routed) : await SingleAsync(server, models, cancellationToken);
    }

    public async Task<string?> UnloadAsync(ServerTarget server, LoadedModel model, CancellationToken cancellationToken)
    {
        var (status, answer) = await http.PostAsync(server, "models/unload", JsonSerializer.Serialize(new Dictionary<string, string> { ["model"] = model.Id }), cancellationToken);
        return status switch
        {
            200 => null,
            404 or 405 => "This llama-server keeps its one model; start it with --sleep-idle-seconds to free its memory.",
            _ => answer.Member("error").Text("message") ?? $"It answers {status}.",
        };
    }

    private static ServerState Inference(JsonElement? health)
    {
        var models = health.Member("models");
        var loading = models.Items("loading").Any();
        var busy = health.Number("requests") > 0 || health.Member("slots").Number("busy") > 0 || health.Member("slots").Number("waiting") > 0;
        var context = (int?)health.Member("limits").Number("context");
        var loaded = models.Items("loaded").Where(m => m is { ValueKind: JsonValueKind.String }).Select(m => new LoadedModel(m!.Value.GetString()!, context));
        return new ServerState(health.Text("status") switch { "loading" => "loading", "stopping" => "down", _ => "ok" }, [.. loaded], busy || loading);
    }

    private static ServerState Router(List<JsonElement?> models)
    {
        var states = models.Select(m => (Id: m.Text("id") ?? "", State: m.Member("status").Text("value") ?? "", Context: Context(m.Member("status")))).ToList();
        var loaded = states.Where(s => s.State == "loaded").Select(s => new LoadedModel(s.Id, s.Context));
        return new ServerState(
            states.Exists(s => s.State == "loading") ? "loading" : states.Exists(s => s.State == "sleeping") && !states.Exists(s => s.State == "loaded") ? "sleeping" : "ok",
            [.. loaded], null);
    }

    private async Task<ServerState> SingleAsync(ServerTarget server, JsonElement? models, CancellationToken cancellationToken)
    {
        var (status, props) = await http.GetAsync(server, "props", cancellationToken);
        if (status == 200 && props.Flag("is_sleeping") == true)
        {
            return new ServerState("sleeping", [], null);
        }

        var id = models.Items("data").Select(m => m.Text("id")).FirstOrDefault() ?? props.Text("model_path") ?? "model";
        return new ServerState("ok", [new LoadedModel(Path.GetFileName(id), (int?)props.Member("default_generation_settings").Number("n_ctx"))], null);
    }

    /// <summary>The router shows the arguments it starts a model with: the context is behind --ctx-size or -c.</summary>
    private static int? Context(JsonElement? status)
    {
        var arguments = status.Items("args").Select(a => a is { ValueKind: JsonValueKind.String } text ? text.GetString() : null).ToList();
        var at = arguments.FindIndex(a => a is "--ctx-size" or "-c");
        return at >= 0 && at + 1 < arguments.Count && int.TryParse(arguments[at + 1], out var tokens) ? tokens : null;
    }
}
