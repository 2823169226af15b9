using System.Text.Json;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Api;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Upstreams;
using LocalAi.ServiceDefaults.Configuration;
using LocalAi.ServiceDefaults.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalAi.Gateway.Door;

/// <summary>
/// <c>GET /health</c> in the form people know from other gateways: which endpoints answer and why the others do not. 200 also without a model:
/// the gateway is up, and what is missing is said.
/// </summary>
internal sealed class HealthDoor(RequestDelegate next, RoutingTableSource tables, HealthCheckService checks, IOptions<LocalAiOptions> options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly HostProtection _protection = new(options.Value.AllowedHosts, options.Value.AllowedOrigins);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path != "/health"
            || !HttpMethods.IsGet(context.Request.Method)
            || _protection.Refusal(context.Request.Host.Value, context.Request.Headers.Origin.ToString()) is not null)
        {
            await next(context);
            return;
        }

        RequestId.Assign(context);
        var health = await ReadAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, health, GatewayJson.Default.GatewayHealth, context.RequestAborted);
    }

    private async Task<GatewayHealth> ReadAsync(CancellationToken cancellationToken)
    {
        var table = tables.Current;
        await UpstreamsApi.AskAllAsync(table, Fresh, cancellationToken);
        var report = await checks.CheckHealthAsync(cancellationToken);
        var results = report.Entries.ToDictionary(
            e => e.Key, e => e.Value.Status == HealthStatus.Healthy ? "ok" : e.Value.Description ?? "degraded", StringComparer.Ordinal);
        if (tables.Problem is { } problem)
        {
            results["configuration"] = problem;
        }

        var endpoints = table.Upstreams.Values.Where(u => u.OffReason is null).Select(u => Describe(table, u)).OrderBy(e => e.Upstream, StringComparer.Ordinal).ToList();
        var healthy = endpoints.Where(e => e.Reason is null).ToList();
        var unhealthy = endpoints.Where(e => e.Reason is not null).ToList();
        var servesChat = healthy.Exists(e => e.Models.Count > 0 && e.Models[0] != Models.PublicModels.Embedding);
        return new GatewayHealth
        {
            Status = servesChat && report.Status == HealthStatus.Healthy && tables.Problem is null ? "ok" : "degraded",
            HealthyEndpoints = healthy,
            UnhealthyEndpoints = unhealthy,
            HealthyCount = healthy.Count,
            UnhealthyCount = unhealthy.Count,
            Checks = results,
        };
    }

    private static EndpointHealth Describe(RoutingTable table, Upstream upstream) => new(
        upstream.Name,
        upstream.Connection.Endpoint.ToString().TrimEnd('/'),
        [.. table.Routes.Where(r => r.Candidates.Any(c => c.Upstream == upstream)).Select(r => r.Model)],
        upstream.Pipeline.IsOpen ? "its breaker is open after repeated failures" : upstream.Probe.Condition switch
        {
            UpstreamCondition.Ready => null,
            UpstreamCondition.Loading => upstream.Probe.Detail ?? "it loads a model",
            UpstreamCondition.Unknown => "it was not asked yet",
            _ => upstream.Probe.Detail ?? "it does not answer",
        });
}
