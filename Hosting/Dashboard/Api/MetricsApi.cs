using LocalAi.Hosting.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Metrics: the instruments, or with <c>resource</c>, <c>meter</c> and <c>instrument</c> the points of one.</summary>
internal sealed class MetricsApi(MetricStore metrics)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/metrics", GetAsync);

    private Task GetAsync(HttpContext context)
    {
        var values = new QueryValues(context.Request.Query);
        var resource = values.Text("resource");
        var meter = values.Text("meter");
        var name = values.Text("instrument");
        var limit = (int)values.Number("limit", 500, 1, 5_000);
        if (values.Error is { } error)
            return Problem.WriteAsync(context, 400, "Invalid query", error);

        if (name is null)
        {
            var view = new InstrumentsView([.. metrics.Instruments(resource).Select(InstrumentView.From)], metrics.PointCount);
            return JsonBody.WriteAsync(context, view, DashboardJson.Default.InstrumentsView);
        }

        if (resource is null || meter is null)
            return Problem.WriteAsync(context, 400, "Invalid query", "'instrument' needs 'resource' and 'meter' beside it.");

        var series = metrics.Find(resource, meter, name, limit);
        if (series.Count == 0)
            return Problem.WriteAsync(context, 404, "Unknown instrument", "It has sent nothing yet; GET /api/metrics lists those that have.");

        return JsonBody.WriteAsync(context, new MetricView(
            InstrumentView.From(series[0].Instrument),
            [.. series.Select(item => new MetricSeriesView(AttributesView.From(item.Attributes), [.. item.Points.Select(MetricPointView.From)]))]),
            DashboardJson.Default.MetricView);
    }
}
