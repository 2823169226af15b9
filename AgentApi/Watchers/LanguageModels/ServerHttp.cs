using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Short calls to a language model server. Every call has a connection of its own: a kept one would look like somebody who uses the server.
/// </summary>
internal sealed class ServerHttp(IHttpClientFactory clients)
{
    public const string ClientName = "rhythm-language-models";
    private const int LongestAnswer = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // An unload waits for the server to free gigabytes.
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(30);

    public static void Configure(IServiceCollection services) => services.AddHttpClient(ClientName, client =>
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.MaxResponseContentBufferSize = LongestAnswer;
    }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(2),
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
    });

    /// <summary>The status, and the answer when it is JSON.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached, or its answer is too long.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public Task<(int Status, JsonElement? Json)> GetAsync(ServerTarget server, string path, CancellationToken cancellationToken) =>
        SendAsync(server, HttpMethod.Get, path, null, Patience, cancellationToken);

    public Task<(int Status, JsonElement? Json)> PostAsync(ServerTarget server, string path, string json, CancellationToken cancellationToken) =>
        SendAsync(server, HttpMethod.Post, path, json, ChangePatience, cancellationToken);

    private async Task<(int Status, JsonElement? Json)> SendAsync(
        ServerTarget server, HttpMethod method, string path, string? json, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        request.Headers.ConnectionClose = true;
        if (server.ApiKey.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.ApiKey);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
            return ((int)response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(limit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer to {method} /{path} within {patience.TotalSeconds:0} s.");
        }
    }

    private static JsonElement? Parse(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
