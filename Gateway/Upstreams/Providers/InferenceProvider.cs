using System.Text.Json;

namespace LocalAi.Gateway.Upstreams.Providers;

/// <summary>Our own Inference service: llama-server's questions and answers; it maps the public model names itself.</summary>
internal sealed class InferenceProvider : LlamaServerProvider
{
    public override string Name => "inference";

    public override bool ChoosesByList => false;

    public override bool StaysLoaded => true;

    public override string? ChooseModel(string publicModel, UpstreamProbe probe) => publicModel;

    /// <summary>It also answers 503 when there is nothing to load.</summary>
    protected override bool Loads(JsonElement health) => health.Text("status") is "loading" || health.Text("state") is "loading";
}
