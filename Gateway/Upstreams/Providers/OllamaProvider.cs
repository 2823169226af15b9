using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>
/// Ollama: <c>/api/tags</c> lists models, <c>/api/ps</c> those in memory. <c>/api/generate</c> without a prompt loads or, with
/// <c>keep_alive: 0</c>, unloads one. Its OpenAI endpoint ignores <c>num_ctx</c> and cuts prompts to the model's default context without a word:
/// set <c>OLLAMA_CONTEXT_LENGTH</c> for Ollama.
/// </summary>
internal sealed class OllamaProvider : OpenAiProvider
{
    public override string Name => "ollama";

    public override bool StaysLoaded => true;

    public override async Task<bool> LoadAsync(UpstreamConnection connection, string model, UpstreamOptions options, CancellationToken cancellationToken) =>
        await GenerateAsync(connection, model, (long)options.IdleUnload.TotalSeconds, options.LoadTimeout, cancellationToken);

    public override async Task<bool> UnloadAsync(UpstreamConnection connection, string model, CancellationToken cancellationToken) =>
        await GenerateAsync(connection, model, 0, TimeSpan.FromSeconds(30), cancellationToken);

    protected override async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var (status, json) = await connection.GetAsync("api/tags", cancellationToken);
        if (status != StatusCodes.Status200OK || json.Member("models") is not { ValueKind: JsonValueKind.Array } entries)
        {
            return new UpstreamProbe(UpstreamCondition.Unreachable, $"{connection.Endpoint} answers, but not as Ollama does");
        }

        var loaded = await LoadedAsync(connection, cancellationToken);
        var models = entries.EnumerateArray()
            .Select(e => e.Text("name"))
            .OfType<string>()
            .Take(ModelChoice.MostModels)
            .Select(name => new UpstreamModel(name, loaded.Contains(name) ? "loaded" : "unloaded"))
            .ToList();
        return models.Count == 0
            ? new UpstreamProbe(UpstreamCondition.NoModel, "Ollama has no model: `ollama pull` gets one")
            : new UpstreamProbe(UpstreamCondition.Ready) { Models = models };
    }

    private static async Task<HashSet<string>> LoadedAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var (_, json) = await connection.GetAsync("api/ps", cancellationToken);
        return json.Member("models") is { ValueKind: JsonValueKind.Array } running
            ? [.. running.EnumerateArray().Select(e => e.Text("name")).OfType<string>()]
            : [];
    }

    private static async Task<bool> GenerateAsync(
        UpstreamConnection connection, string model, long keepAliveSeconds, TimeSpan limit, CancellationToken cancellationToken)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture, $"{{\"model\":\"{JsonEncodedText.Encode(model)}\",\"keep_alive\":{keepAliveSeconds},\"stream\":false}}");
        return (await connection.AskAsync(HttpMethod.Post, "api/generate", Encoding.UTF8.GetBytes(body), limit, cancellationToken)).Status == StatusCodes.Status200OK;
    }
}
