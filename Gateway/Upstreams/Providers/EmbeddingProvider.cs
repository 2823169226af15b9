using LocalAi.Contracts.Gateway;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>Our embedding service. Its model is whatever engine it runs.</summary>
internal sealed class EmbeddingProvider : OpenAiProvider
{
    public override string Name => "embedding";

    public override bool ChoosesByList => false;

    public override string? ChooseModel(string publicModel, UpstreamProbe probe) => publicModel;

    protected override async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken)
    {
        var (status, json) = await connection.GetAsync("health", cancellationToken);
        var models = json.Text("model") is { Length: > 0 } model ? new[] { new UpstreamModel(model, "loaded") } : [];
        return new UpstreamProbe(
            status == StatusCodes.Status200OK ? UpstreamCondition.Ready : UpstreamCondition.NoModel,
            status == StatusCodes.Status200OK ? null : json.Text("detail") ?? $"it answers {status}")
        {
            Models = models,
        };
    }
}
