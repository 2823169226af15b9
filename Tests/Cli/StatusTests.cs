using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

/// <summary><c>ai status</c> with a dashboard behind it.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private const string Live =
        """
        {"pid":PID,"startedAt":"NOW","readySeconds":4.2,"resources":[
          {"name":"gateway","state":"Running","health":"Healthy","pid":11,"urls":["http://localhost:8000"],"cpuPercent":12.34,"memoryBytes":104857600},
          {"name":"rag","state":"Running","health":"Unhealthy","reason":"/health answers 503","pid":12,"urls":[],"cpuPercent":0,"memoryBytes":52428800},
          {"name":"llm","state":"NotStarted","reason":"No model: put GGUF files there","urls":[]}]}
        """;

    private readonly TemporaryFolder _folder = new();
    private FakeLocalAi _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _dashboard = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);
        _dashboard.OnJson("GET /api/resources", Json(Live));

        // Its first answer is compiled, which on a busy machine takes longer than ai waits for a dashboard.
        using var client = new HttpClient();
        using var first = await client.GetAsync($"{_dashboard.Url}/api/resources", TestContext.Current.CancellationToken);
        _folder.File(
            "run/host.json",
            Json($$"""{"pid":PID,"startedAt":"NOW","readySeconds":4.2,"dashboardUrl":"{{_dashboard.Url}}/login?t=the%20token","resources":[{"name":"gateway","state":"Running","pid":11,"urls":[]}]}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Shows_what_every_part_uses_now()
    {
        var result = await StatusAsync();

        result.ShouldSucceed();
        var lines = result.Out.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        lines.ShouldContain("RESOURCE STATE PID CPU MEMORY ADDRESS");
        lines.ShouldContain("gateway Running (Healthy) 11 12.3 % 100.0 MB http://localhost:8000", result.Out);
        lines.ShouldContain("rag Running (Unhealthy) 12 0.0 % 50.0 MB /health answers 503", result.Out);
        lines.ShouldContain("llm NotStarted - - - No model: put GGUF files there", result.Out);
        _dashboard.Requests.Last().Authorization.ShouldBe("Bearer the token");
    }

    [Fact]
    public async Task As_json_it_has_the_same_figures()
    {
        var result = await StatusAsync("--json");

        result.ShouldSucceed();
        using var json = System.Text.Json.JsonDocument.Parse(result.Out);
        var gateway = json.RootElement.GetProperty("resources")[0];
        gateway.GetProperty("cpuPercent").GetDouble().ShouldBe(12.34);
        gateway.GetProperty("memoryBytes").GetInt64().ShouldBe(104857600);
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(200, "not json")]
    public async Task Falls_back_to_the_run_file_when_the_dashboard_does_not_help(int status, string body)
    {
        _dashboard.OnJson("GET /api/resources", body, status);

        var result = await StatusAsync();

        result.ShouldSucceed();
        result.Out.ShouldContain("gateway");
        result.Out.ShouldNotContain("12.3 %");
    }

    private static string Json(string text) => text
        .Replace("PID", $"{Environment.ProcessId}", StringComparison.Ordinal)
        .Replace("NOW", $"{TimeProvider.System.GetUtcNow():O}", StringComparison.Ordinal);

    private Task<AiResult> StatusAsync(params string[] arguments) =>
        AiProcess.RunAsync(null, "", [("LOCALAI_DATA", _folder.Path)], ["status", .. arguments]);
}
