using System.Net.Http.Headers;
using System.Text.Json;
using LocalAi.AgentApi.Watchers.LanguageModels;

namespace LocalAi.AgentApi.Watchers.Resources;

/// <summary>The embedded host's REST API, opened by the token in its run file.</summary>
internal sealed class HostApi(BoundedHttp http)
{
    public const string ClientName = "rhythm-host";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // The host stops a resource within 10 s and starts it again.
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(45);

    /// <exception cref="HttpRequestException">It cannot be reached or does not let us in.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<IReadOnlyList<HostResource>> ResourcesAsync(HostRun host, CancellationToken cancellationToken)
    {
        JsonElement? json = await SendAsync(host, HttpMethod.Get, "api/resources", Patience, cancellationToken) ?? throw new HttpRequestException("The host's answer is no JSON.");
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
        using var request = new HttpRequestMessage(method, new Uri(host.Dashboard ?? throw new HttpRequestException("The host runs without its dashboard."), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Token);
        var (status, json) = await http.SendAsync(ClientName, request, patience, cancellationToken);
        return status is >= 200 and < 300 ? json : throw new HttpRequestException($"The host refused it: {json.Text("detail") ?? $"{status}"}");
    }

    private static double? Real(JsonElement? json, string name) => json.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
}
