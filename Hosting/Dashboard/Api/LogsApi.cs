using LocalAi.Hosting.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Structured logs: pages backwards from the newest, and live.</summary>
internal sealed class LogsApi(LogStore logs, EventStreams streams, TimeProvider time)
{
    private const int MaxLimit = 1_000;
    private const int BatchSize = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/logs", GetAsync);
        routes.MapGet("/api/logs/errors", context => JsonBody.WriteAsync(context, logs.Errors, DashboardJson.Default.IReadOnlyDictionaryStringInt32));
        routes.MapGet("/api/logs/events", StreamAsync);
    }

    private async Task GetAsync(HttpContext context)
    {
        var values = new QueryValues(context.Request.Query);
        var query = Read(values);
        var before = values.Number("before", long.MaxValue, 1, long.MaxValue);
        var limit = (int)values.Number("limit", 200, 1, MaxLimit);
        if (await IsInvalidAsync(context, values))
            return;

        // The position first: a record that arrives in between comes again with the stream, and is recognised by its id.
        var (kept, lastId) = logs.Position;
        var found = logs.Newest(query, before, limit);
        var view = new LogsView([.. found.Select(LogView.From)], found.Count == limit ? found[^1].Id : null, kept, logs.Capacity, lastId);
        await JsonBody.WriteAsync(context, view, DashboardJson.Default.LogsView);
    }

    private async Task StreamAsync(HttpContext context)
    {
        var values = new QueryValues(context.Request.Query);
        var query = Read(values);
        var after = values.Number("after", logs.Position.LastId, 0, long.MaxValue);
        if (await IsInvalidAsync(context, values))
            return;

        if (long.TryParse(context.Request.Headers["Last-Event-ID"], out var lastId))
            after = lastId;
        await streams.RunAsync(context, (stream, token) => SendAsync(stream, query, after, token));
    }

    private async Task SendAsync(EventStream stream, LogQuery query, long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = logs.Changed.Next;
            var (entries, next) = logs.Following(query, after, BatchSize);
            if (entries.Count > 0)
            {
                await stream.SendAsync("logs", $"{next}", [.. entries.Select(LogView.From)], DashboardJson.Default.IReadOnlyListLogView, cancellationToken);
                after = next;
                continue;
            }

            after = next;
            try
            {
                await changed.WaitAsync(EventStream.Heartbeat, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                await stream.SendHeartbeatAsync(cancellationToken);
            }
        }
    }

    private static LogQuery Read(QueryValues values) => new(
        values.Text("resource"),
        values.OneOf("level", Severity.Levels) is { } level ? Severity.MinimumOf(level) ?? 0 : 0,
        values.Text("search"),
        values.Text("traceId"));

    private static async Task<bool> IsInvalidAsync(HttpContext context, QueryValues values)
    {
        if (values.Error is not { } error)
            return false;

        await Problem.WriteAsync(context, 400, "Invalid query", error);
        return true;
    }
}
