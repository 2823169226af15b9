using System.Text;
using System.Threading.Channels;
using LocalAi.Hosting.Monitoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Console lines of one resource, or of all interleaved by time (<c>*</c> as the name).</summary>
internal sealed class ConsoleApi(IResourceMonitor monitor, EventStreams streams, TimeProvider time)
{
    public const string All = "*";
    private const int MaxLines = 100_000;
    private const int DefaultLines = 2_000;

    // Lines of one event, and lines waiting to be sent: when a reader is slow the pumps wait, and the monitor's own bound decides.
    private const int BatchSize = 500;
    private const int QueueSize = 1_024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/console/{resource}", GetAsync);
        routes.MapGet("/api/console/{resource}/events", StreamAsync);
    }

    private async Task GetAsync(HttpContext context)
    {
        var query = new QueryValues(context.Request.Query);
        var tail = (int)query.Number("tail", DefaultLines, 1, MaxLines);
        var search = query.Text("search");
        var isText = query.OneOf("format", ["json", "text"]) == "text";
        if (await FindAsync(context, query) is not { } resources)
            return;

        var cursor = ConsoleCursor.Parse(context.Request.Query["after"]);
        var lines = Kept(resources, cursor, search, tail);
        if (isText)
            await WriteTextAsync(context, lines, resources.Count > 1);
        else
            await JsonBody.WriteAsync(context, new ConsoleView(lines, cursor.ToString()), DashboardJson.Default.ConsoleView);
    }

    private static async Task WriteTextAsync(HttpContext context, List<ConsoleLineView> lines, bool withNames)
    {
        var name = withNames ? "console" : lines.FirstOrDefault()?.Resource ?? "console";
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.log\"";
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(false), leaveOpen: true);
        foreach (var line in lines)
        {
            var text = AnsiText.Strip(line.Text);
            await writer.WriteLineAsync(withNames ? $"{line.Time.UtcDateTime:O} [{line.Resource}] {text}" : $"{line.Time.UtcDateTime:O} {text}");
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        var query = new QueryValues(context.Request.Query);
        var tail = (int)query.Number("tail", DefaultLines, 0, MaxLines);
        if (await FindAsync(context, query) is not { } resources)
            return;

        var lastId = context.Request.Headers["Last-Event-ID"].ToString();
        var cursor = ConsoleCursor.Parse(lastId.Length > 0 ? lastId : context.Request.Query["after"]);
        await streams.RunAsync(context, (stream, token) => SendAsync(stream, resources, cursor, tail, token));
    }

    private async Task SendAsync(EventStream stream, List<string> resources, ConsoleCursor cursor, int tail, CancellationToken cancellationToken)
    {
        foreach (var batch in Kept(resources, cursor, search: null, tail).Chunk(BatchSize))
            await SendBatchAsync(batch);

        var lastSent = time.GetTimestamp();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queue = Channel.CreateBounded<ConsoleLineView>(new BoundedChannelOptions(QueueSize) { SingleReader = true });
        var pumps = CompleteAsync(queue.Writer, [.. resources.Select(name => PumpAsync(name, cursor[name], queue.Writer, leaving.Token))]);
        try
        {
            await EventStreams.ForEachAsync(queue.Reader.ReadAllAsync(cancellationToken), SendAvailableAsync, TickAsync, time, cancellationToken);
        }
        finally
        {
            await leaving.CancelAsync();
            await pumps;
        }

        async Task SendAvailableAsync(ConsoleLineView first)
        {
            var batch = new List<ConsoleLineView> { first };
            while (batch.Count < BatchSize && queue.Reader.TryRead(out var line))
                batch.Add(line);
            await SendBatchAsync(batch);
            lastSent = time.GetTimestamp();
        }

        async Task TickAsync()
        {
            if (time.GetElapsedTime(lastSent) <= EventStream.Heartbeat)
                return;

            lastSent = time.GetTimestamp();
            await stream.SendHeartbeatAsync(cancellationToken);
        }

        Task SendBatchAsync(IReadOnlyList<ConsoleLineView> batch)
        {
            foreach (var line in batch)
                cursor.Advance(line.Resource, line.Number);
            return stream.SendAsync("lines", cursor.ToString(), batch, DashboardJson.Default.IReadOnlyListConsoleLineView, cancellationToken);
        }
    }

    private async Task PumpAsync(string resource, long after, ChannelWriter<ConsoleLineView> queue, CancellationToken cancellationToken)
    {
        await foreach (var line in monitor.WatchConsoleAsync(resource, after, cancellationToken))
            await queue.WriteAsync(ConsoleLineView.From(resource, line), cancellationToken);
    }

    // The queue ends when all resources have ended, or with the first error.
    private static async Task CompleteAsync(ChannelWriter<ConsoleLineView> queue, Task[] pumps)
    {
        try
        {
            await Task.WhenAll(pumps);
            queue.TryComplete();
        }
        catch (OperationCanceledException)
        {
            queue.TryComplete();
        }
        catch (Exception exception) when (queue.TryComplete(exception))
        {
            // Handed to the reader of the queue.
        }
    }

    // The last `tail` matching lines above the cursor; the cursor then stands at the newest line, matching or not.
    private List<ConsoleLineView> Kept(List<string> resources, ConsoleCursor cursor, string? search, int tail)
    {
        var lines = new List<ConsoleLineView>();
        foreach (var name in resources)
        {
            var kept = monitor.GetConsole(name);
            var after = cursor[name];
            lines.AddRange(kept
                .Where(line => line.Number > after && (search is null || line.Text.Contains(search, StringComparison.OrdinalIgnoreCase)))
                .TakeLast(tail)
                .Select(line => ConsoleLineView.From(name, line)));
            cursor.Advance(name, kept.Count > 0 ? kept[^1].Number : 0);
        }

        // A stable sort: lines of one resource stay in their order when its clock stands still.
        return [.. lines.OrderBy(line => line.Time).TakeLast(tail)];
    }

    private async Task<List<string>?> FindAsync(HttpContext context, QueryValues query)
    {
        if (query.Error is { } error)
        {
            await Problem.WriteAsync(context, 400, "Invalid query", error);
            return null;
        }

        var name = (string)context.GetRouteValue("resource")!;
        if (name == All)
            return [.. monitor.Resources.Select(resource => resource.Name)];

        if (monitor.Find(name) is { } resource)
            return [resource.Name];

        await Problem.WriteAsync(context, 404, "Unknown resource", "No resource has this name; GET /api/resources lists them.");
        return null;
    }
}
