using System.Text.Json;
using LocalAi.Gateway.Upstreams;

namespace LocalAi.Gateway.Routing;

/// <summary>One upstream that may answer for a public model.</summary>
internal sealed class Candidate
{
    private volatile Spelled? _last;

    public Candidate(Upstream upstream, string publicModel, string configuredModel, int order, int weight)
    {
        Upstream = upstream;
        PublicModel = publicModel;
        ConfiguredModel = configuredModel;
        Order = order;
        Weight = weight;
    }

    public Upstream Upstream { get; }

    public string PublicModel { get; }

    /// <summary>The model's id there; empty: the provider chooses.</summary>
    public string ConfiguredModel { get; }

    public int Order { get; }

    public int Weight { get; }

    /// <summary>The id to send, or null when the upstream has no model that fits, as far as is known.</summary>
    public string? Model => ConfiguredModel.Length > 0 ? ConfiguredModel : Upstream.Provider.ChooseModel(PublicModel, Upstream.Probe);

    /// <summary>True when the model cannot be named before the upstream has listed its models.</summary>
    public bool NeedsList => ConfiguredModel.Length == 0 && Upstream.Provider.ChoosesByList;

    /// <summary>The model as a JSON string in UTF-8.</summary>
    public ReadOnlyMemory<byte> Spell(string model)
    {
        if (_last is { } last && last.Model == model)
        {
            return last.Json;
        }

        var spelled = new Spelled(model, JsonSerializer.SerializeToUtf8Bytes(model));
        _last = spelled;
        return spelled.Json;
    }

    private sealed record Spelled(string Model, byte[] Json);
}
