using System.Collections.Frozen;
using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Upstreams;

namespace LocalAi.Gateway.Routing;

/// <summary>The configuration in force: immutable; a request keeps the table it began with.</summary>
internal sealed class RoutingTable
{
    private static readonly string[] DefaultChatUpstreams = ["llm", "lmstudio", "ollama", "gemini"];

    private readonly FrozenDictionary<string, ModelRoute> _routes;

    private RoutingTable(GatewayOptions options, FrozenDictionary<string, Upstream> upstreams, FrozenDictionary<string, ModelRoute> routes)
    {
        Options = options;
        Upstreams = upstreams;
        _routes = routes;
    }

    public GatewayOptions Options { get; }

    public FrozenDictionary<string, Upstream> Upstreams { get; }

    public IEnumerable<ModelRoute> Routes => PublicModels.Routed.Select(model => _routes[model]);

    public ModelRoute RouteOf(string publicModel) => _routes[publicModel];

    /// <summary>Builds the table of a configuration. Upstreams that did not change are taken over from <paramref name="previous"/>.</summary>
    public static RoutingTable Build(GatewayOptions options, RoutingTable? previous, TimeProvider time)
    {
        var upstreams = options.Upstreams.ToFrozenDictionary(
            entry => entry.Key,
            entry => previous?.Upstreams.GetValueOrDefault(entry.Key) is { } known && known.Matches(entry.Value, options.AllowCloud)
                ? known
                : new Upstream(entry.Key, entry.Value, options.AllowCloud, time),
            StringComparer.OrdinalIgnoreCase);
        var routes = PublicModels.Routed.ToFrozenDictionary(model => model, model => BuildRoute(model, options, upstreams), StringComparer.Ordinal);
        return new RoutingTable(options, upstreams, routes);
    }

    private static ModelRoute BuildRoute(string model, GatewayOptions options, FrozenDictionary<string, Upstream> upstreams)
    {
        var entries = options.Models.TryGetValue(model, out var configured) && configured.Count > 0
            ? configured
            : [.. (model == PublicModels.Embedding ? ["embedding"] : DefaultChatUpstreams).Select(name => new CandidateOptions { Upstream = name })];
        return new ModelRoute(model, entries.Select((entry, i) => new Candidate(upstreams[entry.Upstream], model, entry.Model, entry.Order ?? i, entry.Weight)));
    }
}
