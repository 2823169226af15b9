using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;
using LocalAi.Gateway.Routing;
using LocalAi.Gateway.Usage;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LocalAi.Tests.Gateway;

public sealed class UsageTests(PostgresServer postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_AreCountedByModelWithTokens()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Once(Answers.Default).Once(Answers.Stream(5)).Once(Answers.EndAfter(2));
        await using var gateway = await StartAsync(upstream, await postgres.CreateDatabaseAsync(Cancel));
        foreach (var stream in new[] { false, true, true })
        {
            using var response = await gateway.Client.PostAsync(Chat.Request(stream: stream));
            await response.Content.ReadAsStringAsync(Cancel);
        }

        var row = (await ReportAsync(gateway, 3)).Rows.Single();

        (row.Group, row.Requests, row.Errors).ShouldBe(("chat-7b", 3L, 1L));

        // Reported for the first two; the broken one is counted by its chunks and the length of the prompt.
        row.CompletionTokens.ShouldBe(2 + 5 + 2);
        row.PromptTokens.ShouldBeGreaterThanOrEqualTo(14);
        row.FirstTokenMs.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("group_by=color")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    public async Task Report_WrongQuestion_422(string query)
    {
        await using var gateway = await TestGateway.StartAsync();

        using var response = await gateway.Client.GetAsync("/api/usage?" + query, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task PostgresGoesAwayAndComesBack_NoRequestFailsAndNoRowIsLost()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        link.Mend();
        database.Port = link.Port;
        await using var gateway = await StartAsync(upstream, database.ConnectionString);

        await SendAsync(gateway, 20);
        await link.CutAsync();
        await SendAsync(gateway, 60);
        await Task.Delay(1500, Cancel);
        await SendAsync(gateway, 20);
        link.Mend();

        (await ReportAsync(gateway, 100)).Rows.Single().Requests.ShouldBe(100);
    }

    [Fact]
    public async Task PostgresIsAwayForAMinuteUnderLoad_NoRowIsLost()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        link.Mend();
        database.Port = link.Port;

        // A minute of the gateway's clock in four seconds of this machine's: all its pauses between attempts pass.
        var clock = new TestClock(TimeProvider.System.GetUtcNow(), speed: 15);
        await using var gateway = await StartAsync(
            upstream, database.ConnectionString, null, clock, ("Upstreams:llm:FirstTokenTimeout", "01:00:00"), ("Upstreams:llm:FirstByteTimeout", "01:00:00"));
        await SendAsync(gateway, 1);
        await ReportAsync(gateway, 1);

        await link.CutAsync();
        var outage = clock.GetTimestamp();
        var sent = 1;
        while (clock.GetElapsedTime(outage) < TimeSpan.FromMinutes(1))
        {
            await SendAsync(gateway, 10);
            sent += 10;
        }

        var writer = gateway.Services.GetRequiredService<UsageWriter>();
        await Eventually.TrueAsync(() => writer.Waiting == sent - 1, "what cannot be written is held", Cancel);
        link.Mend();

        (await ReportAsync(gateway, sent)).Rows.Single().Requests.ShouldBe(sent);
        gateway.Services.GetRequiredService<UsageBuffer>().Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task MoreRowsThanTheBufferHolds_TheOldestGo_AndAreCounted()
    {
        await using var gateway = await TestGateway.StartAsync(("Usage:BufferedRows", "1000"));
        var buffer = new UsageBuffer(gateway.Services.GetRequiredService<RoutingTableSource>());

        for (var i = 0; i < 3000; i++)
        {
            buffer.Add(new UsageEntry
            {
                Id = Guid.NewGuid(),
                At = DateTimeOffset.UnixEpoch,
                RequestId = $"r{i}",
                User = "u",
                Model = "chat-7b",
                Operation = "chat",
                Outcome = "ok",
                Cache = "off",
            });
        }

        (buffer.Count, buffer.Dropped).ShouldBe((1000, 2000L));
        buffer.Take(1).Single().RequestId.ShouldBe("r2000");
    }

    [Fact]
    public async Task StoppedWhilePostgresIsAway_TheNextStartWritesTheRest()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        using var folder = new TemporaryFolder();
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync(Cancel));
        await using var link = new BreakableLink(database.Port);
        database.Port = link.Port;
        await using (var gateway = await TestGateway.StartAsync(
            ("Upstreams:llm:Endpoint", upstream.Url), ("ConnectionStrings:localai", database.ConnectionString), ("LocalAi:DataFolder", folder.Path)))
        {
            using var response = await gateway.Client.PostAsync(Chat.Request());
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        link.Mend();
        await using var restarted = await StartAsync(upstream, database.ConnectionString, folder.Path);

        (await ReportAsync(restarted, 1)).Rows.Single().Requests.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SendAsync(TestGateway gateway, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await gateway.Client.PostAsync(Chat.Request());
            response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    private static async Task<UsageReport> ReportAsync(TestGateway gateway, int requests)
    {
        UsageReport? report = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    report = await new GatewayAdminClient(gateway.Client).UsageAsync("model", DateTimeOffset.UnixEpoch, DateTimeOffset.Parse("2100-01-01T00:00:00Z"), Cancel);
                    return report.Rows.Sum(r => r.Requests) >= requests;
                }
                catch (ApiException away) when (away.Status == HttpStatusCode.ServiceUnavailable)
                {
                    return false;
                }
            },
            $"{requests} requests are in Postgres",
            Cancel);
        return report!;
    }

    private Task<TestGateway> StartAsync(
        ScriptedUpstream upstream, string database, string? folder = null, TimeProvider? clock = null, params (string, string)[] settings) => TestGateway.StartAsync(
        services => services.AddSingleton(clock ?? TimeProvider.System),
        [
            ("Upstreams:llm:Endpoint", upstream.Url), ("ConnectionStrings:localai", database), ("Usage:FlushInterval", "00:00:00.100"),
            ("LocalAi:DataFolder", folder ?? _folder.Path),
            .. settings,
        ]);
}
