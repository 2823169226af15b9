using LocalAi.Gateway.Models;
using LocalAi.Gateway.Relaying;
using LocalAi.Gateway.Requests;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>
/// Gemini through its OpenAI-compatible endpoint. Streams lack <c>tool_calls[].index</c>, which the official clients need, so it is added;
/// unknown fields such as <c>extra_content.google.thought_signature</c> pass as they are, in both directions.
/// </summary>
internal sealed class GeminiProvider : OpenAiProvider
{
    private const string DefaultModel = "gemini-2.5-flash";

    public override string Name => "gemini";

    public override bool ChoosesByList => false;

    public override IEventMender? Mender => ToolCallIndexMender.Instance;

    public override string PathOf(RequestKind kind) => "v1beta/openai/" + base.PathOf(kind)["v1/".Length..];

    public override string? ChooseModel(string publicModel, UpstreamProbe probe) =>
        publicModel == PublicModels.Embedding ? "gemini-embedding-001" : DefaultModel;

    protected override async Task<UpstreamProbe> AskAsync(UpstreamConnection connection, CancellationToken cancellationToken) =>
        FromModels(await connection.GetAsync("v1beta/openai/models", cancellationToken), connection.Endpoint);
}
