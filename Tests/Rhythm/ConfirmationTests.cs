using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.ServiceDefaults.Postgres;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LocalAi.Tests.Rhythm;

/// <summary>A service that goes down and comes back, and the health check that wants to be certain within one run.</summary>
public sealed class ConfirmationTests(PostgresServer postgres) : IAsyncLifetime
{
    private TestService _service = null!;
    private AgentHost _host = null!;
    private Func<int, bool> _isUp = _ => true;
    private string _answer = "{}";
    private int _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(
            _ => { },
            app => app.MapGet("/v1/models", () => _isUp(Interlocked.Increment(ref _asked)) ? Results.Text(_answer, "application/json") : Results.StatusCode(500)).AllowAnonymous(),
            Cancel);
        _host = AgentHost.With(
            await postgres.CreateDatabaseAsync(Cancel),
            null,
            ("Rhythm:Enabled", "false"),
            ("Rhythm:Alerts:ConfirmSeconds", "0.01"),
            ("services:lmstudio:http:0", _service.Client.BaseAddress!.ToString()));
        await _host.Get<Database>().Migrated.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task WhatStaysDown_IsCertainAfterOneCheck_AndSoIsItsReturn()
    {
        await CheckAsync();
        IsDown.ShouldBeNull("nothing has changed");
        _asked.ShouldBe(1, "what is as before is asked once");

        _isUp = _ => false;
        await CheckAsync();
        IsDown.ShouldBe(true);
        _asked.ShouldBe(5, "once and three more times");
        (await _host.Get<ProbeStore>().TargetsAsync(TimeSpan.FromHours(1), Cancel)).Single(t => t.Target == "lmstudio").Probes.ShouldBe(2, "repetitions are no checks");
        await CheckAsync();
        _asked.ShouldBe(6, "it is known to be down");

        _isUp = _ => true;
        await CheckAsync();
        IsDown.ShouldBe(false);
    }

    [Fact]
    public async Task ARestart_OrALostAnswer_IsNoVerdict()
    {
        await CheckAsync();
        _isUp = asked => asked > 3;

        await CheckAsync();

        IsDown.ShouldBeNull();
        _asked.ShouldBe(4, "it answered again in the second repetition");
    }

    [Theory]
    [InlineData("""{"status":"degraded","checks":{"postgres":"ok","redis":"It is away.","number":3}}""", "lmstudio is degraded (redis: It is away.)")]
    [InlineData("""{"status":"degraded","checks":{"redis":{"status":"degraded","detail":"It is away."},"list":[]}}""", "lmstudio is degraded (redis: It is away.)")]
    [InlineData("""{"status":"degraded","checks":["x"]}""", "lmstudio is degraded")]
    [InlineData("""{"status":"degraded"}""", "lmstudio is degraded")]
    public async Task ADegradedAnswer_IsUnderstood_HoweverItsChecksAreWritten(string answer, string expected)
    {
        _answer = answer;

        (await CheckAsync()).ShouldContain(expected);
    }

    [Fact]
    public async Task WhatWasNeverUp_IsNotAskedAgain()
    {
        _isUp = _ => false;

        await CheckAsync();

        IsDown.ShouldBeNull();
        _asked.ShouldBe(1);
    }

    private bool? IsDown => _host.Get<TargetVerdicts>().IsDown("lmstudio");

    private Task<string> CheckAsync() => _host.Get<TaskCatalog>()[TaskNames.HealthCheck].RunAsync(new RunContext(1, "Due.", _ => Task.FromResult(true)), Cancel);
}
