using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Tests.Rhythm;

/// <summary>What the built-in tasks learn from the gateway, the language model servers behind it, and the RAG service.</summary>
public sealed class GatewayLookTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly List<string> _asked = [];
    private readonly List<string> _verified = [];
    private TestService _llm = null!;
    private TestService _gateway = null!;
    private TestService _rag = null!;
    private AgentHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _llm = await TestService.StartAsync(_ => { }, app => app.Use(async (context, next) =>
        {
            lock (_asked)
            {
                _asked.Add($"{context.Request.Method} {context.Request.Path}");
            }

            await next();
        }), Cancel);
        _gateway = await TestService.StartAsync(_ => { }, MapGateway, Cancel);
        _rag = await TestService.StartAsync(_ => { }, MapRag, Cancel);
        _host = AgentHost.With(
            await postgres.CreateDatabaseAsync(Cancel), null,
            ("Rhythm:Enabled", "false"), ("LocalAi:DataFolder", _data.Path),
            ("services:gateway:http:0", _gateway.Client.BaseAddress!.ToString()), ("services:rag:http:0", _rag.Client.BaseAddress!.ToString()));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _llm.DisposeAsync();
        await _gateway.DisposeAsync();
        await _rag.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task HealthCheck_ProbesLanguageModelsWithoutWakingThem_AndLearnsTheErrorRate()
    {
        await RunAsync(TaskNames.HealthCheck);

        var targets = await _host.Get<ProbeStore>().TargetsAsync(TimeSpan.FromHours(1), Cancel);
        targets.Select(t => t.Target).ShouldContain("llm/llm");
        targets.Single(t => t.Target == "llm/llm").Median.ShouldNotBeNull().ShouldBeGreaterThan(0);
        targets.Select(t => t.Target).ShouldNotContain("llm/ollama", "what never answered is not there");
        targets.Select(t => t.Target).ShouldNotContain("llm/gemini", "nobody far away is asked");
        _asked.ShouldBe(["GET /health"]);
        _host.Get<GatewayFigures>().Last.ShouldNotBeNull().Errors.ShouldBe(20);
    }

    [Fact]
    public async Task PerformanceAnalysis_RecommendsARoute() =>
        (await RunAsync(TaskNames.PerformanceAnalysis)).ShouldContain("chat-7b is tried on ollama first, which is unreachable: start it, or set Gateway:Models:chat-7b:0:Upstream to llm.");

    [Fact]
    public async Task DailyRoutine_ReportsTokensErrorsAndAnomalies()
    {
        await _host.Get<AlertStore>().FireAsync(
            new AlertReading(AlertRules.Disk, "", LocalAi.AgentApi.Watchers.FindingSeverity.Critical, 1, 0.9, 0.8, TimeSpan.Zero, "The disk is 97 % full."), Cancel);

        var summary = await RunAsync(TaskNames.DailyRoutine);

        var report = await File.ReadAllTextAsync(Path.Combine(_data.Path, summary.Split(' ')[1]), Cancel);
        report.ShouldContain("| chat-7b | 100 | 20 | 5000 | 700 | 120 |");
        report.ShouldContain("| The disk is 97 % full. | firing |");
        report.ShouldContain("## Held back\n\nNothing.");
        using var response = await _host.Http().GetAsync(new Uri($"rhythm/reports/{Path.GetFileNameWithoutExtension(summary.Split(' ')[1])}", UriKind.Relative), Cancel);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"completion_tokens\":700");
        using var none = await _host.Http().GetAsync(new Uri("rhythm/reports/2001-01-01", UriKind.Relative), Cancel);
        (await none.Content.ReadAsStringAsync(Cancel)).ShouldContain("There is no report of 2001-01-01. The newest is of ");
    }

    [Fact]
    public async Task SystemMaintenance_CleansJunk_AndHasEachIndexVerifiedOnceADay()
    {
        var old = _data.File("logs/rag.2.log", "old");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-100));

        (await RunAsync(TaskNames.SystemMaintenance, may: false)).ShouldContain("Nothing was deleted");
        File.Exists(old).ShouldBeTrue();
        var summary = await RunAsync(TaskNames.SystemMaintenance);

        summary.ShouldContain("junk files (");
        File.Exists(old).ShouldBeFalse();
        summary.ShouldContain("The verification of notes says: 2 chunks were missing.");
        summary.ShouldContain("Started to verify the index of default.");
        _verified.ShouldBe(["default"]);
    }

    private void MapGateway(WebApplication app)
    {
        app.MapGet("/api/upstreams", () => Json(
            $$"""
            {"upstreams":[
              {"name":"llm","provider":"llama.cpp","endpoint":"{{_llm.Client.BaseAddress}}","state":"ready","breaker":"closed","slots":4,"models":[]},
              {"name":"ollama","provider":"ollama","endpoint":"http://127.0.0.1:1/","state":"unreachable","breaker":"closed","slots":4,"models":[]},
              {"name":"gemini","provider":"gemini","endpoint":"http://127.0.0.1:1/","state":"ready","breaker":"closed","slots":4,"models":[]}]}
            """)).AllowAnonymous();
        app.MapGet("/api/models", () => Json(
            """{"models":[{"id":"chat-7b","ready":true,"upstreams":[{"upstream":"ollama","model":"m","state":"unreachable"},{"upstream":"llm","model":"m","state":"ready"}]}]}""")).AllowAnonymous();
        app.MapGet("/api/usage", (string group_by) => Json(
            $$"""{"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","buffered":0,"rows":[{"group":"{{(group_by == "model" ? "chat-7b" : "llm")}}","requests":100,"errors":20,"prompt_tokens":5000,"completion_tokens":700,"duration_ms":900,"first_token_ms":120}]}""")).AllowAnonymous();
    }

    private void MapRag(WebApplication app)
    {
        app.MapGet("/jobs", () => Json(
            $$"""
            {"items":[{"id":"11111111-1111-1111-1111-111111111111","kind":"verify","collection":"notes","state":"done","notes":["2 chunks were missing."],"created_at":"{{TimeProvider.System.GetUtcNow().AddHours(-2):O}}"}]}
            """)).AllowAnonymous();
        app.MapGet("/collections", () => Json(
            """{"items":[{"name":"default","chunks":3,"created_at":"2026-01-01T00:00:00Z"},{"name":"notes","chunks":3,"created_at":"2026-01-01T00:00:00Z"},{"name":"empty","chunks":0,"created_at":"2026-01-01T00:00:00Z"}]}""")).AllowAnonymous();
        app.MapPost("/verify", (LocalAi.Contracts.Rag.MaintenanceRequest request) =>
        {
            _verified.Add(request.Collection);
            return Json($$"""{"id":"22222222-2222-2222-2222-222222222222","kind":"verify","collection":"{{request.Collection}}","state":"queued","created_at":"2026-01-01T00:00:00Z"}""");
        }).AllowAnonymous();
    }

    private static ContentHttpResult Json(string json) => TypedResults.Text(json, "application/json");

    private Task<string> RunAsync(string task, bool may = true) =>
        _host.Get<TaskCatalog>()[task].RunAsync(new RunContext(1, "Due.", _ => Task.FromResult(may)), Cancel);
}
