using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>
/// LM Studio: <c>/api/v0/models</c> tells which models are there and loaded; it loads on the first request (JIT), and unloads what was idle
/// for <c>ttl</c> seconds.
/// </summary>
internal sealed class LmStudioProvider : OpenAiProvider
{
    public override string Name => "lmstudio";

    public override ReadOnlyMemory<byte> ExtraFields(RequestKind kind, UpstreamOptions options) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"ttl\":{(long)options.IdleUnload.TotalSeconds},"));

    protected override async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var (status, json) = await connection.GetAsync("api/v0/models", cancellationToken);
        if (status != StatusCodes.Status200OK || json.Member("data") is not { ValueKind: JsonValueKind.Array } entries)
        {
            return await base.AskAsync(connection, cancellationToken);
        }

        var models = entries.EnumerateArray()
            .Where(e => e.Text("type") is not "embeddings" && e.Text("id") is { Length: > 0 })
            .Take(ModelChoice.MostModels)
            .Select(e => new UpstreamModel(e.Text("id")!, e.Text("state") switch { "loaded" => "loaded", "loading" => "loading", _ => "unloaded" }))
            .ToList();
        return models.Count == 0
            ? new UpstreamProbe(UpstreamCondition.NoModel, "LM Studio has no model: download one in LM Studio")
            : new UpstreamProbe(models.Exists(m => m.State == "loading") ? UpstreamCondition.Loading : UpstreamCondition.Ready) { Models = models };
    }
}
