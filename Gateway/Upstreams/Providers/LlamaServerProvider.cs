namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>
/// llama.cpp's <c>llama-server</c>, with one model or as a router. <c>/health</c> answers 503 while a model loads; <c>/slots</c> tells how many
/// requests it takes and what it works on (501 when it was started with <c>--no-slots</c>); a router loads and unloads by <c>/models/load</c>, <c>/models/unload</c>.
/// </summary>
internal class LlamaServerProvider : OpenAiProvider
{
    public override string Name => "llama.cpp";

    public override async Task<bool> LoadAsync(
        UpstreamConnection connection, string model, Configuration.UpstreamOptions options, CancellationToken cancellationToken) =>
        (await connection.AskAsync(HttpMethod.Post, "models/load", Json(model), options.LoadTimeout, cancellationToken)).Status is >= 200 and < 300;

    public override async Task<bool> UnloadAsync(UpstreamConnection connection, string model, CancellationToken cancellationToken) =>
        (await connection.AskAsync(HttpMethod.Post, "models/unload", Json(model), TimeSpan.FromSeconds(30), cancellationToken)).Status is >= 200 and < 300;

    protected override async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var health = await connection.GetAsync("health", cancellationToken);
        var models = FromModels(await connection.GetAsync("v1/models", cancellationToken), connection.Endpoint);
        if (health.Status == StatusCodes.Status503ServiceUnavailable && Loads(health.Json))
        {
            return models with { Condition = UpstreamCondition.Loading, Detail = "it loads a model" };
        }

        if (models.Condition != UpstreamCondition.Ready)
        {
            return models;
        }

        var (slots, working) = await AskSlotsAsync(connection, cancellationToken);
        var loading = models.Models.FirstOrDefault(m => m.State == "loading");
        return models with
        {
            Condition = loading is null ? UpstreamCondition.Ready : UpstreamCondition.Loading,
            Detail = loading is null ? null : $"it loads {loading.Id}",
            Slots = slots,
            Working = working,
        };
    }

    protected virtual bool Loads(System.Text.Json.JsonElement health) => true;

    private static async Task<(int? Slots, bool? Working)> AskSlotsAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var (status, json) = await connection.GetAsync("slots", cancellationToken);
        var list = json.ValueKind == System.Text.Json.JsonValueKind.Array ? json : json.Member("slots");
        if (status != StatusCodes.Status200OK || list.ValueKind != System.Text.Json.JsonValueKind.Array)
        {
            return (null, null);
        }

        return (
            list.GetArrayLength() is > 0 and var count ? count : null,
            list.EnumerateArray().Any(s => s.Member("is_processing").ValueKind == System.Text.Json.JsonValueKind.True));
    }
}
