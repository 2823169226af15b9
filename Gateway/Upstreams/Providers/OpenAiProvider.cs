using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>Any server with the OpenAI API. It is asked by <c>GET /v1/models</c>.</summary>
internal class OpenAiProvider : IUpstreamProvider
{
    public virtual string Name => "openai";

    public virtual bool ChoosesByList => true;

    public virtual IEventMender? Mender => null;

    public virtual bool StaysLoaded => false;

    public virtual string PathOf(RequestKind kind) => kind switch
    {
        RequestKind.Chat => "v1/chat/completions",
        RequestKind.Completion => "v1/completions",
        _ => "v1/embeddings",
    };

    public async Task<UpstreamProbe> ProbeAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(connection, cancellationToken);
        }
        catch (HttpRequestException away)
        {
            return new UpstreamProbe(UpstreamCondition.Unreachable, Describe(away, connection.Endpoint));
        }
    }

    public virtual string? ChooseModel(string publicModel, UpstreamProbe probe) => ModelChoice.Choose(publicModel, probe.Models);

    public virtual ReadOnlyMemory<byte> ExtraFields(RequestKind kind, UpstreamOptions options) => default;

    public virtual bool IsLoading(int status, ReadOnlySpan<byte> body) =>
        status == StatusCodes.Status503ServiceUnavailable && (body.IndexOf("oading"u8) >= 0);

    public virtual Task<bool> LoadAsync(UpstreamConnection connection, string model, UpstreamOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public virtual Task<bool> UnloadAsync(UpstreamConnection connection, string model, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Asks; exceptions of the connection mean that it is away.</summary>
    protected virtual async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken) =>
        FromModels(await connection.GetAsync("v1/models", cancellationToken), connection.Endpoint);

    /// <summary>Reads <c>GET /v1/models</c>.</summary>
    protected static UpstreamProbe FromModels((int Status, JsonElement Json) answer, Uri endpoint)
    {
        if (answer.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            return new UpstreamProbe(UpstreamCondition.Unreachable, $"{endpoint} refuses the key");
        }

        if (answer.Status != StatusCodes.Status200OK || answer.Json.Member("data") is not { ValueKind: JsonValueKind.Array } entries)
        {
            return new UpstreamProbe(UpstreamCondition.Unreachable, $"{endpoint} answers {answer.Status}, but not with a list of models");
        }

        var models = new List<UpstreamModel>();
        foreach (var entry in entries.EnumerateArray().Take(ModelChoice.MostModels))
        {
            if (entry.Text("id") is { Length: > 0 } id)
            {
                models.Add(new UpstreamModel(id, StateOf(entry)));
            }
        }

        return new UpstreamProbe(models.Count == 0 ? UpstreamCondition.NoModel : UpstreamCondition.Ready, models.Count == 0 ? "it has no model" : null) { Models = models };
    }

    protected static ReadOnlyMemory<byte> Json(string model, string field = "model") => ModelChoice.ToJson(field, model);

    private static string Describe(HttpRequestException away, Uri endpoint) => away.HttpRequestError switch
    {
        HttpRequestError.ConnectionError => $"nothing answers at {endpoint}",
        HttpRequestError.NameResolutionError => $"the host of {endpoint} is unknown",
        _ => $"{endpoint}: {away.Message}",
    };

    /// <summary><c>state</c> of the Inference service, or <c>status.value</c> of llama-server's router mode.</summary>
    private static string StateOf(JsonElement entry) =>
        entry.Text("state") ?? entry.Member("status").Text("value") ?? entry.Text("status") ?? "unknown";
}
