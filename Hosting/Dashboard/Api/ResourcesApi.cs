using LocalAi.Hosting.Dashboard.Telemetry;
using LocalAi.Hosting.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Resources: as they are, as they change, and the commands on them.</summary>
internal sealed class ResourcesApi(
    IResourceMonitor monitor, LogStore logs, EventStreams streams, DashboardOptions options, TimeProvider time, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/resources", context => JsonBody.WriteAsync(context, Host(context, withResources: true), DashboardJson.Default.HostView));
        routes.MapGet("/api/resources/events", context => streams.RunAsync(context, (stream, token) => StreamAsync(context, stream, token)));
        routes.MapGet("/api/resources/{name}", GetAsync);
        routes.MapPost("/api/resources/{name}/{command}", ExecuteAsync);
    }

    public HostView Host(HttpContext context, bool withResources) => new(
        Environment.ProcessId, monitor.StartedAt, monitor.ReadySeconds, $"http://{context.Request.Host}/", time.GetUtcNow(),
        withResources ? [.. monitor.Resources.Select(ResourceView.From)] : null);

    private async Task StreamAsync(HttpContext context, EventStream stream, CancellationToken cancellationToken)
    {
        var readySeconds = monitor.ReadySeconds;
        var errorsVersion = 0L;
        var lastSent = time.GetTimestamp();
        await SendHostAsync();
        await EventStreams.ForEachAsync(monitor.WatchAsync(cancellationToken), SendResourceAsync, TickAsync, time, cancellationToken);

        async Task SendResourceAsync(ResourceSnapshot snapshot)
        {
            await stream.SendAsync("resource", id: null, ResourceView.From(snapshot), DashboardJson.Default.ResourceView, cancellationToken);
            await TickAsync();
            lastSent = time.GetTimestamp();
        }

        async Task TickAsync()
        {
            if (!Nullable.Equals(readySeconds, monitor.ReadySeconds))
            {
                readySeconds = monitor.ReadySeconds;
                await SendHostAsync();
            }

            if (errorsVersion != logs.ErrorsVersion)
            {
                errorsVersion = logs.ErrorsVersion;
                await stream.SendAsync("errors", id: null, logs.Errors, DashboardJson.Default.IReadOnlyDictionaryStringInt32, cancellationToken);
            }

            if (time.GetElapsedTime(lastSent) > EventStream.Heartbeat)
            {
                lastSent = time.GetTimestamp();
                await stream.SendHeartbeatAsync(cancellationToken);
            }
        }

        Task SendHostAsync() =>
            stream.SendAsync("host", id: null, Host(context, withResources: false), DashboardJson.Default.HostView, cancellationToken);
    }

    private Task GetAsync(HttpContext context) => Find(context) is { } resource
        ? JsonBody.WriteAsync(context, ResourceView.From(resource) with { Environment = resource.Environment }, DashboardJson.Default.ResourceView)
        : NotFoundAsync(context);

    private async Task ExecuteAsync(HttpContext context)
    {
        if (Find(context) is not { } resource)
        {
            await NotFoundAsync(context);
            return;
        }

        var command = (string)context.GetRouteValue("command")!;
        if (command is not ("start" or "stop" or "restart"))
        {
            await Problem.WriteAsync(context, 404, "Unknown command", "Commands are start, stop and restart.");
            return;
        }

        // Not tied to the request: a page that is closed must not leave a resource half stopped.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        timeout.CancelAfter(options.CommandTimeout);
        try
        {
            if (await monitor.ExecuteAsync(resource.Name, command, timeout.Token).WaitAsync(timeout.Token) is { } refusal)
                await Problem.WriteAsync(context, 409, "Command refused", refusal);
            else
                await JsonBody.WriteAsync(context, new CommandResult(resource.Name, command), DashboardJson.Default.CommandResult);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            await Problem.WriteAsync(context, 504, "Command not finished", $"'{command}' of {resource.Name} did not end within {options.CommandTimeout.TotalSeconds:0} s; its state shows how it goes on.");
        }
    }

    private ResourceSnapshot? Find(HttpContext context) => monitor.Find((string)context.GetRouteValue("name")!);

    private static Task NotFoundAsync(HttpContext context) =>
        Problem.WriteAsync(context, 404, "Unknown resource", "No resource has this name; GET /api/resources lists them.");
}
