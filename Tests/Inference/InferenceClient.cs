using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace LocalAi.Tests.Inference;

/// <summary>Plain HTTP to the sidecar: what goes over the wire is what the tests look at.</summary>
internal sealed class InferenceClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Patience };

    public Uri Address => address;

    public HttpClient Http => _http;

    public async Task<Answer> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await Answer.ReadAsync(response, cancellationToken);
    }

    public async Task<Answer> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body);
        return await PostContentAsync(path, content, cancellationToken);
    }

    public async Task<Answer> PostTextAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await PostContentAsync(path, content, cancellationToken);
    }

    public async Task<Answer> PostContentAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        return await Answer.ReadAsync(response, cancellationToken);
    }

    /// <summary>One chat answer to "hello" by the tiny model, and whatever else <paramref name="more"/> says.</summary>
    public Task<Answer> ChatAsync(Dictionary<string, object> more, CancellationToken cancellationToken) =>
        PostAsync("/v1/chat/completions", Chat(more), cancellationToken);

    /// <summary>Opens a stream; the caller reads it and disposes of it, which is how a client leaves.</summary>
    public async Task<EventReader> StreamAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await EventReader.OpenAsync(response, cancellationToken);
    }

    public static Dictionary<string, object> Chat(Dictionary<string, object> more) =>
        new(more)
        {
            ["model"] = more.GetValueOrDefault("model", "tiny"),
            ["messages"] = more.GetValueOrDefault("messages", new[] { new { role = "user", content = "hello" } }),
        };

    /// <summary>Asks for /health until it is as wished.</summary>
    public async Task<JsonElement> HealthUntilAsync(Func<JsonElement, bool> wished, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        for (; ; )
        {
            var health = (await GetAsync("/health", patience.Token)).Body;
            if (wished(health)) return health;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>State of a model as /v1/models says it.</summary>
    public async Task<string?> StateAsync(string model, CancellationToken cancellationToken)
    {
        var models = (await GetAsync("/v1/models", cancellationToken)).Body.GetProperty("data").EnumerateArray();
        return models.Single(m => m.GetProperty("id").GetString() == model).GetProperty("state").GetString();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>An answer that came in one piece.</summary>
    internal sealed record Answer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
    {
        public JsonElement Error => Body.GetProperty("error");

        public string Message => Error.GetProperty("message").GetString()!;

        public string? Param => Error.GetProperty("param").GetString();

        public string? Code => Error.GetProperty("code").GetString();

        public string Text => Body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

        public string? Finish => Body.GetProperty("choices")[0].GetProperty("finish_reason").GetString();

        public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
        {
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return new Answer(response.StatusCode, body, response.Headers);
        }

        public Answer ShouldBeOk()
        {
            Status.ShouldBe(HttpStatusCode.OK, Body.GetRawText());
            return this;
        }
    }
}
