using System.Net.Http.Headers;
using System.Text.Json;
using LocalAi.AgentApi.Watchers.LanguageModels;

namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>The embedded host's REST API, opened by the token in its run file.</summary>
internal sealed class HostApi(IHttpClientFactory clients)
{
    public const string ClientName = "rhythm-host";
    private const int LongestAnswer = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The host stops a resource within 10 s and starts it again.
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(45);

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
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
    });

    /// <exception cref="HttpRequestException">It cannot be reached or does not let us in.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<IReadOnlyList<HostResource>> ResourcesAsync(HostRun host, CancellationToken cancellationToken)
    {
        var json = await SendAsync(host, HttpMethod.Get, "api/resources", Patience, cancellationToken);
        return
        [
            .. json.Items("resources").Where(r => r.Text("name") is not null && r.Text("type") is not "Parameter").Select(r => new HostResource
            {
                Name = r.Text("name")!,
                State = r.Text("state") ?? "",
                Health = r.Text("health"),
                Reason = r.Text("reason"),
                Restarts = (int)(r.Number("restarts") ?? 0),
                CpuPercent = Real(r, "cpuPercent"),
                MemoryBytes = r.Number("memoryBytes"),
                LimitCpus = Real(r.Member("limits"), "cpus"),
                LimitMemory = r.Member("limits").Number("memoryBytes"),
            }),
        ];
    }

    /// <summary>Restarts a resource; null when it was done, else why not.</summary>
    public async Task<string?> RestartAsync(HostRun host, string resource, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(host, HttpMethod.Post, $"api/resources/{Uri.EscapeDataString(resource)}/restart", RestartPatience, cancellationToken);
            return null;
        }
        catch (Exception refused) when (refused is HttpRequestException or TimeoutException)
        {
            return refused.Message;
        }
    }

    private async Task<JsonElement?> SendAsync(HostRun host, HttpMethod method, string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        using var request = new HttpRequestMessage(method, new Uri(host.Dashboard ?? throw new HttpRequestException("The host runs without its dashboard."), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Token);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(limit.Token);
            JsonElement? json = null;
            if (answer.Length > 0 && answer[0] == '{')
            {
                using var document = JsonDocument.Parse(answer);
                json = document.RootElement.Clone();
            }

            return response.IsSuccessStatusCode ? json : throw new HttpRequestException($"The host refused it: {json.Text("detail") ?? $"{(int)response.StatusCode}"}");
        }
        catch (JsonException)
        {
            throw new HttpRequestException("The host's answer is no JSON.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The host did not answer within {patience.TotalSeconds:0} s.");
        }
    }

    private static double? Real(JsonElement? json, string name) => json.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
