using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Models;
using LocalAi.Gateway.Prewarm;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Upstreams;
using LocalAi.ServiceDefaults.Authentication;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Gateway.Api;

/// <summary><c>/api/models</c> and <c>/prewarm</c>.</summary>
internal static class ModelsApi
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/models").WithTags("models");
        group.MapGet("", ListAsync);
        group.MapPost("/{model}/load", (string model, Prewarmer prewarmer, CancellationToken cancellationToken) =>
            prewarmer.LoadAsync([Known(model)], cancellationToken)).RequireAuthorization(Roles.Admin);
        group.MapPost("/{model}/unload", async (string model, Prewarmer prewarmer, RoutingTableSource table, CancellationToken cancellationToken) =>
        {
            await prewarmer.UnloadAsync(Known(model), cancellationToken);
            return await ListAsync(table, cancellationToken);
        }).RequireAuthorization(Roles.Admin);
        routes.MapPost("/prewarm", PrewarmAsync).WithTags("models");
    }

    private static async Task<GatewayModelList> ListAsync(RoutingTableSource table, CancellationToken cancellationToken)
    {
        var current = table.Current;
        await UpstreamsApi.AskAllAsync(current, Fresh, cancellationToken);
        return new GatewayModelList([.. current.Routes.Select(Describe)]);
    }

    private static GatewayModel Describe(ModelRoute route)
    {
        var upstreams = route.Candidates.Select(Describe).ToList();
        return new GatewayModel(route.Model, upstreams.Exists(u => u.State is "ready" or "unloaded" or "loaded"), upstreams);
    }

    private static GatewayModelUpstream Describe(Candidate candidate)
    {
        var upstream = candidate.Upstream;
        if (upstream.OffReason is { } off)
        {
            return new GatewayModelUpstream(upstream.Name, candidate.ConfiguredModel, "off", off);
        }

        var probe = upstream.Probe;
        var state = probe.Condition switch
        {
            UpstreamCondition.Unreachable => "unreachable",
            UpstreamCondition.NoModel => "missing",
            UpstreamCondition.Loading => "loading",
            UpstreamCondition.Unknown => "unknown",
            _ when candidate.Model is null => "missing",
            _ => probe.Models.FirstOrDefault(m => m.Id == candidate.Model)?.State switch
            {
                null or "unknown" or "loaded" => "ready",
                var other => other,
            },
        };
        return new GatewayModelUpstream(upstream.Name, candidate.Model ?? "", state, state == "ready" ? null : probe.Detail);
    }

    private static async Task<PrewarmResult> PrewarmAsync(
        PrewarmRequest? request, Prewarmer prewarmer, RoutingTableSource table, CancellationToken cancellationToken)
    {
        var models = request?.Models is { Count: > 0 } named ? [.. named.Distinct(StringComparer.Ordinal).Select(Known)]
            : table.Current.Options.Prewarm is { Count: > 0 } configured ? configured
            : new List<string> { PublicModels.Chat };
        return await prewarmer.LoadAsync(models, cancellationToken);
    }

    private static string Known(string model) => PublicModels.Routed.Contains(model, StringComparer.Ordinal)
        ? model
        : throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no model '{model}': {string.Join(", ", PublicModels.Routed)}.")
        {
            Field = "model",
            Code = "model_not_found",
        };
}
