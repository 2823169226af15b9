using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace LocalAi.Tests.Gateway.Support;

/// <summary>Sends chat requests as plain clients do.</summary>
internal static class Chat
{
    public static string Request(string model = "chat-7b", bool stream = false, string text = "Say hello", string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]{{(stream ? ",\"stream\":true" : "")}}{{more}}}""";

    public static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string body, string path = "/v1/chat/completions", string? key = null, CancellationToken? cancellationToken = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage response) => (await response.JsonAsync()).GetProperty("error");

    /// <summary>The data of every event; throws when the connection breaks.</summary>
    public static async Task<List<string>> EventsAsync(this HttpResponseMessage response)
    {
        var events = new List<string>();
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            events.Add(item.Data);
        }

        return events;
    }

    /// <summary>The text the events carry.</summary>
    public static string TextOf(IEnumerable<string> events) => string.Concat(events
        .Where(e => e.StartsWith('{'))
        .Select(e => JsonDocument.Parse(e).RootElement)
        .Where(e => e.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0)
        .Select(e => e.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
