using System.Net;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Gateway;
using LocalAi.Tests.Gateway.Support;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Gateway;

public sealed class UsageTests(PostgresServer postgres)
{
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
        var sent = 0;

        async Task SendAsync(int count)
        {
            for (var i = 0; i < count; i++, sent++)
            {
                using var response = await gateway.Client.PostAsync(Chat.Request());
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }

        await SendAsync(20);
        await link.CutAsync();
        await SendAsync(60);
        await Task.Delay(1500, Cancel);
        await SendAsync(20);
        link.Mend();

        (await ReportAsync(gateway, sent)).Rows.Single().Requests.ShouldBe(100);
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

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, string database, string? folder = null) => TestGateway.StartAsync(
        ("Upstreams:llm:Endpoint", upstream.Url), ("ConnectionStrings:localai", database), ("Usage:FlushInterval", "00:00:00.100"), ("LocalAi:DataFolder", folder ?? Path.Combine(Path.GetTempPath(), "localai-none")));
}
