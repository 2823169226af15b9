using System.Net.Sockets;
using System.Text.Json;
using LocalAi.AgentApi.Watchers.LanguageModels;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Containers;

/// <summary>
/// The Docker Engine's API (Podman speaks it too) over its unix socket, without a package. Version 1.41 is spoken by every Engine since 20.10.
/// </summary>
internal sealed class ContainerEngine(BoundedHttp http, IOptions<WatcherOptions> options)
{
    public const string ClientName = "rhythm-containers";
    private const string Api = "http://engine/v1.41/";
    private const int LongestHealthOutput = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The Engine gives the container 10 s to end.
    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(40);

    public bool IsHere => File.Exists(options.Value.Containers.Socket);

    public static void Configure(IServiceCollection services) => BoundedHttp.Configure(services, ClientName, static (provider, handler) =>
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(provider.GetRequiredService<IOptions<WatcherOptions>>().Value.Containers.Socket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        });

    /// <summary>Ids of the containers, the running first, at most <paramref name="most"/>.</summary>
    /// <exception cref="HttpRequestException">The Engine cannot be reached or refuses.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(int most, CancellationToken cancellationToken)
    {
        var json = await GetAsync("containers/json?all=1", cancellationToken);
        return json is not { ValueKind: JsonValueKind.Array } list ? throw new HttpRequestException("The Engine's list of containers is none.") :
        [
            .. list.EnumerateArray().Select(c => (JsonElement?)c).OrderBy(c => c.Text("State") == "running" ? 0 : 1).Select(c => c.Text("Id")).OfType<string>().Take(most),
        ];
    }

    /// <summary>A container now; null when it is gone.</summary>
    public async Task<ContainerState?> InspectAsync(string id, CancellationToken cancellationToken)
    {
        var json = await GetAsync($"containers/{Uri.EscapeDataString(id)}/json", cancellationToken);
        if (json is null)
        {
            return null;
        }

        var (state, config) = (json.Member("State"), json.Member("Config"));
        var health = state.Member("Health");
        var output = health.Items("Log").LastOrDefault().Text("Output")?.Trim();
        return new ContainerState
        {
            Id = json.Text("Id") ?? id,
            Name = (json.Text("Name") ?? id).TrimStart('/'),
            Image = config.Text("Image") ?? "",
            Status = state.Text("Status") ?? "",
            Health = health.Text("Status") is { } status and not "none" ? status : null,
            HealthOutput = output is { Length: > LongestHealthOutput } ? output[..LongestHealthOutput] : output,
            RestartCount = (int)(json.Number("RestartCount") ?? 0),
            WasOutOfMemory = state.Flag("OOMKilled") == true,
            StartedAt = state.Text("StartedAt") ?? "",
            Labels = config.Member("Labels") is { ValueKind: JsonValueKind.Object } labels
                ? labels.EnumerateObject().Where(l => l.Value.ValueKind == JsonValueKind.String).DistinctBy(l => l.Name).ToDictionary(l => l.Name, l => l.Value.GetString()!)
                : [],
        };
    }

    /// <summary>A container's counters; null when it does not run. <c>one-shot</c> spares the Engine the second it would wait for a rate.</summary>
    public async Task<ContainerUsage?> UsageAsync(string id, CancellationToken cancellationToken)
    {
        var json = await GetAsync($"containers/{Uri.EscapeDataString(id)}/stats?stream=false&one-shot=true", cancellationToken);
        var (cpu, memory) = (json.Member("cpu_stats"), json.Member("memory_stats"));
        if (cpu.Member("cpu_usage").Number("total_usage") is not { } used || memory.Number("usage") is not { } bytes)
        {
            return null;
        }

        // Cache that is not in use: cgroup v2 calls it inactive_file, v1 total_inactive_file.
        var cache = memory.Member("stats").Number("inactive_file") ?? memory.Member("stats").Number("total_inactive_file") ?? 0;
        return new ContainerUsage(
            used, cpu.Number("system_cpu_usage") ?? 0, (int)(cpu.Number("online_cpus") ?? Environment.ProcessorCount), Math.Max(0, bytes - cache),
            memory.Number("limit") is > 0 and var limit ? limit : null);
    }

    /// <summary>Restarts a container; null when the Engine did it, else why not.</summary>
    public async Task<string?> RestartAsync(string id, CancellationToken cancellationToken)
    {
        var (status, json) = await SendAsync(HttpMethod.Post, $"containers/{Uri.EscapeDataString(id)}/restart?t=10", RestartPatience, cancellationToken);
        return status is 204 or 200 ? null : json.Text("message") ?? $"The Engine answers {status}.";
    }

    private async Task<JsonElement?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (status, json) = await SendAsync(HttpMethod.Get, path, Patience, cancellationToken);
        return status switch
        {
            200 => json ?? throw new HttpRequestException("The Engine's answer is no JSON."),
            404 => null,
            _ => throw new HttpRequestException(json.Text("message") ?? $"The Engine answers {status}."),
        };
    }

    private async Task<(int Status, JsonElement? Json)> SendAsync(HttpMethod method, string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Api + path));
        return await http.SendAsync(ClientName, request, patience, cancellationToken);
    }
}
