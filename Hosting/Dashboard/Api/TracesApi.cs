using LocalAi.Hosting.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Traces: the newest ones, and one with all its spans.</summary>
internal sealed class TracesApi(TraceStore traces)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/traces", ListAsync);
        routes.MapGet("/api/traces/{traceId}", GetAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var values = new QueryValues(context.Request.Query);
        var hasError = values.OneOf("hasError", ["true", "false"]);
        var query = new TraceQuery(values.Text("resource"), values.Text("search"), hasError is null ? null : hasError == "true");
        var limit = (int)values.Number("limit", 100, 1, 1_000);
        if (values.Error is { } error)
            return Problem.WriteAsync(context, 400, "Invalid query", error);

        var view = new TracesView([.. traces.Newest(query, limit).Select(TraceSummary.From)], traces.Count);
        return JsonBody.WriteAsync(context, view, DashboardJson.Default.TracesView);
    }

    private Task GetAsync(HttpContext context)
    {
        var traceId = ((string)context.GetRouteValue("traceId")!).ToLowerInvariant();
        if (!traces.TryGet(traceId, out var trace))
            return Problem.WriteAsync(context, 404, "Unknown trace", "It was never received, or newer traces have taken its place.");

        var view = new TraceView(traceId, [.. trace.Spans.OrderBy(span => span.Start).Select(SpanView.From)], trace.DroppedSpans);
        return JsonBody.WriteAsync(context, view, DashboardJson.Default.TraceView);
    }
}
