using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Hosting.Dashboard.Api;

/// <summary>Writes Server-Sent Events (WHATWG HTML, section 9.2) to one response. Kestrel aborts a reader that takes nothing.</summary>
internal sealed class EventStream(HttpResponse response)
{
    /// <summary>A comment is sent after this much silence, so that a dead connection is noticed on both sides.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        // The number is the milliseconds a browser waits before it connects again.
        return WriteAsync("retry: 1000\n\n", cancellationToken);
    }

    /// <summary>Sends one event; our JSON has no line breaks, so one data line is enough.</summary>
    public Task SendAsync<T>(string name, string? id, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WriteAsync($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);

    public Task SendHeartbeatAsync(CancellationToken cancellationToken) => WriteAsync(":\n\n", cancellationToken);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
