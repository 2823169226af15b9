using System.Net;
using System.Text.Json;

namespace LocalAi.Tests.Inference;

/// <summary>Reads the server-sent events of one answer as they come.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
    }

    /// <summary>True when [DONE] was read: the answer is whole.</summary>
    public bool Done { get; private set; }

    public static async Task<EventReader> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken)));
    }

    /// <summary>The next event, or null at [DONE] or the stream's end.</summary>
    public async Task<JsonElement?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0) continue;
            line.ShouldStartWith("data: ");
            if (line == "data: [DONE]")
            {
                Done = true;
                return null;
            }

            return JsonElement.Parse(line["data: ".Length..]);
        }

        return null;
    }

    public async Task<List<JsonElement>> AllAsync(CancellationToken cancellationToken)
    {
        var events = new List<JsonElement>();
        while (await NextAsync(cancellationToken) is { } next) events.Add(next);
        return events;
    }

    public static string Text(IEnumerable<JsonElement> events) => string.Concat(
        from e in events
        from choice in e.GetProperty("choices").EnumerateArray()
        where choice.GetProperty("delta").TryGetProperty("content", out _)
        select choice.GetProperty("delta").GetProperty("content").GetString());

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
