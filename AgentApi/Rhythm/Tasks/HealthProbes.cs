using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>
/// Asks every service named in <c>services:*:http:0</c>, the language model servers behind the gateway, and this service's own stores how they are, with one cheap GET each, all at once.
/// Nothing here wakes a sleeping model: llama.cpp's <c>/health</c> and LM Studio's model list leave it asleep.
/// </summary>
internal sealed class HealthProbes(IConfiguration configuration, IHttpClientFactory clients, HealthCheckService own, GatewayLook gateway, TimeProvider time)
{
    public const string ClientName = "rhythm-probe";
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LanguageModelProbes _models = new();
    private Dictionary<string, Uri> _addresses = [];

    public async Task<IReadOnlyList<ProbeResult>> AskAllAsync(CancellationToken cancellationToken)
    {
        var services = configuration.GetSection("services").GetChildren()
            .Select(s => (s.Key, Address: s["http:0"]))
            .Where(s => Uri.TryCreate(s.Address, UriKind.Absolute, out _))
            .Select(s => (s.Key, Address: new Uri(s.Address!))).ToList();

        // LM Studio has no /health; its model list is the cheapest answer it gives.
        var probes = services.ConvertAll(s => (Name: s.Key, Address: new Uri(s.Address, s.Key.Contains("lmstudio", StringComparison.OrdinalIgnoreCase) ? "/v1/models" : "/health")));
        var answers = await Task.WhenAll(probes.Select(p => AskAsync(p.Name, p.Address, cancellationToken)));
        var models = LanguageModelProbes.Targets(await gateway.UpstreamsAsync(cancellationToken) ?? [], [.. services.Select(s => s.Address)]);
        var servers = await Task.WhenAll(models.Select(m => AskAsync(m.Name, m.Address, cancellationToken)));
        _addresses = probes.Concat(models).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Address);
        return [.. answers, .. _models.Keep(servers), .. await AskOwnAsync(cancellationToken)];
    }

    /// <summary>Asks some of the targets of the last time once more.</summary>
    public async Task<IReadOnlyList<ProbeResult>> AskAgainAsync(IReadOnlyCollection<string> targets, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(targets.Where(_addresses.ContainsKey).Select(t => AskAsync(t, _addresses[t], cancellationToken)));
        var own = targets.Count > answers.Length ? (await AskOwnAsync(cancellationToken)).Where(r => targets.Contains(r.Target) && !_addresses.ContainsKey(r.Target)) : [];
        return [.. answers, .. own];
    }

    private async Task<ProbeResult> AskAsync(string name, Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var start = time.GetTimestamp();
        try
        {
            using var response = await clients.CreateClient(ClientName).GetAsync(address, limit.Token);
            var milliseconds = time.GetElapsedTime(start).TotalMilliseconds;
            var (status, detail) = response.IsSuccessStatusCode
                ? Read(await response.Content.ReadAsStringAsync(limit.Token))
                : ("down", $"It answers {(int)response.StatusCode}.");
            return new ProbeResult(name, status, milliseconds, detail);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var detail = unreachable is HttpRequestException ? unreachable.Message : $"No answer within {Patience.TotalSeconds:0} s.";
            return new ProbeResult(name, "down", time.GetElapsedTime(start).TotalMilliseconds, detail);
        }
    }

    /// <summary>Our services answer {"status", "checks": {name: {"status", "detail"}}}, the gateway a word for each check; others answer what they like.</summary>
    private static (string Status, string? Detail) Read(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && status.GetString() == "degraded")
            {
                var details = json.RootElement.TryGetProperty("checks", out var checks) && checks.ValueKind == JsonValueKind.Object
                    ? checks.EnumerateObject().Select(c => (c.Name, Detail: Detail(c.Value))).Where(c => c.Detail is not null).Select(c => $"{c.Name}: {c.Detail}")
                    : [];
                return ("degraded", string.Join(" ", details));
            }
        }
        catch (JsonException)
        {
            // A plain "OK" is an answer too.
        }

        return ("ok", null);
    }

    private static string? Detail(JsonElement check) => check switch
    {
        { ValueKind: JsonValueKind.String } => check.GetString() is { } word and not ("ok" or "up") ? word : null,
        { ValueKind: JsonValueKind.Object } => check.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String ? detail.GetString() : null,
        _ => null,
    };

    private async Task<IEnumerable<ProbeResult>> AskOwnAsync(CancellationToken cancellationToken)
    {
        var report = await own.CheckHealthAsync(cancellationToken);
        return report.Entries.Select(e => new ProbeResult(
            e.Key,
            e.Value.Status switch { HealthStatus.Healthy => "ok", HealthStatus.Degraded => "degraded", _ => "down" },
            e.Value.Duration.TotalMilliseconds,
            e.Value.Status == HealthStatus.Healthy ? null : e.Value.Description));
    }

    /// <summary>The client of the probes: bounded in time and size, no proxy, no cookies.</summary>
    public static void Configure(IServiceCollection services) => services
        .AddHttpClient(ClientName, client =>
        {
            client.Timeout = Patience;
            client.MaxResponseContentBufferSize = LongestAnswer;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(2),
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        });
}
