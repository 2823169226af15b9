using System.Net;
using Dapper;
using LocalAi.AgentApi.Rhythm.Pages;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Npgsql;

namespace LocalAi.Tests.Rhythm;

/// <summary>The buttons of the page, and its picture of the week.</summary>
public sealed class RhythmPageTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItsButtons_RunPauseAndResumeATask_AndSilenceAnAlert()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        var daily = ProbeTask.Daily("daily");
        await using var host = RhythmHost.Start(connection, [daily], ("Rhythm:Alerts:EverySeconds", "1"));
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
        await using (var database = new NpgsqlConnection(connection))
        {
            await database.ExecuteAsync("INSERT INTO rhythm.probes (target, status, milliseconds) SELECT 'rag', 'down', 3 FROM generate_series(1, 3)");
        }

        var rhythm = new RhythmClient(host.Http());
        (await PressAsync(host.Http(), "tasks/daily", ("act", "pause"))).ShouldContain("Paused: by default on the page.");
        await PressAsync(host.Http(), "tasks/daily", ("act", "run"));
        await Eventually.TrueAsync(() => daily.Started == 1, "it runs", Cancel);
        await PressAsync(host.Http(), "tasks/daily", ("act", "resume"));
        await Eventually.TrueAsync(async () => (await rhythm.GetTaskAsync("daily", Cancel)).Paused is null, "it is no longer paused", Cancel);

        await Eventually.TrueAsync(async () => (await rhythm.GetAlertsAsync(false, 10, Cancel)).Alerts.Any(a => a.Rule == "availability"), "there is an alert", Cancel);
        var alert = (await rhythm.GetAlertsAsync(false, 10, Cancel)).Alerts.First(a => a.Rule == "availability").Id;
        (await PressAsync(host.Http(), $"alerts/{alert}", ("act", "acknowledge"))).ShouldContain("acknowledged by default");
        (await PressAsync(host.Http(), $"alerts/{alert}", ("act", "silence"))).ShouldContain("End the silence");

        using var wrong = await host.Http().PostAsync(new Uri($"rhythm/page/alerts/{alert}", UriKind.Relative), new FormUrlEncodedContent([new("act", "shout")]), Cancel);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task AForeignPage_AndSomebodyWhoIsNoAdministrator_CannotPressThem()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")]);
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "rhythm/page/tasks/daily") { Content = new FormUrlEncodedContent([new("act", "run")]), Headers = { { "Origin", "http://evil.example" } } };
        using var refused = await host.Http().SendAsync(foreign, Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var user = await host.Http("key-mina").PostAsync(new Uri("rhythm/page/tasks/daily", UriKind.Relative), new FormUrlEncodedContent([new("act", "run")]), Cancel);
        user.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var junk = await host.Http("key-mina").GetAsync(new Uri("rhythm/page/junk", UriKind.Relative), Cancel);
        junk.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Http("key-mina").GetStringAsync(new Uri("rhythm", UriKind.Relative), Cancel)).ShouldNotContain("<button");
    }

    [Fact]
    public async Task TheJunkPage_ShowsTheDryRun_AndDeletesExactlyThat()
    {
        using var data = new TemporaryFolder();
        var old = data.File("logs/gateway.1.log", "old");
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-100));
        await using var host = AgentHost.With(null, null, ("Rhythm:Enabled", "false"), ("LocalAi:DataFolder", data.Path));

        var page = await host.Http().GetStringAsync(new Uri("rhythm/page/junk", UriKind.Relative), Cancel);
        page.ShouldContain(old);
        var plan = page.Split("name=\"plan\" value=\"")[1].Split('"')[0];
        using var cleaned = await host.Http().PostAsync(new Uri("rhythm/page/junk", UriKind.Relative), new FormUrlEncodedContent([new("plan", plan)]), Cancel);
        (await cleaned.Content.ReadAsStringAsync(Cancel)).ShouldContain("<p>Deleted ");
        File.Exists(old).ShouldBeFalse();
        using var again = await host.Http().PostAsync(new Uri("rhythm/page/junk", UriKind.Relative), new FormUrlEncodedContent([new("plan", plan)]), Cancel);
        (await again.Content.ReadAsStringAsync(Cancel)).ShouldContain("There is no such plan");
    }

    [Fact]
    public void TheWeek_ShowsRealAndExpectedLoad_QuietWindowsAndNextRuns()
    {
        var seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");
        var now = new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);
        var monday = new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);
        WeekChart.Monday(now, seoul).ShouldBe(monday);
        var task = new RhythmTaskEntry { Name = "daily_routine", Priority = "low", Schedule = "daily", Decision = "wait", Reason = "Due.", Until = monday.AddHours(75) };
        var page = new Markup();

        WeekChart.Draw(page, new PageModel
        {
            Plan = new RhythmPlan(now, "n", true, "steady", new RhythmLoad("quiet", 0, 0, 0, null), [task, task with { Name = "far", Until = now.AddDays(30) }], []),
            Runs = new RhythmRunPage([], null, true),
            Zone = seoul,
            Profile = new LoadProfile([.. Enumerable.Range(0, 48).Select(h => h % 24 is >= 9 and < 18 ? 0.8 : 0.05)], seoul),
            Hours = [new LoadHour { At = monday.AddHours(10).UtcDateTime, Cpu = 0.9, ForeignCpu = 0.75 }],
        });

        var svg = page.ToString();
        svg.Split("class=\"quiet\"").Length.ShouldBe(1 + (7 * 15));
        svg.ShouldContain("<rect class=\"real\" x=\"61\" y=\"43\" width=\"4\" height=\"75\"><title>11-23 10:00:00: others 75 %, all 90 %</title></rect>");
        svg.ShouldContain("<title>daily_routine: 11-26 03:00:00</title>");
        svg.ShouldNotContain("far");
        svg.ShouldContain("<text x=\"4\" y=\"12\">Mon 23</text>");
    }

    private static async Task<string> PressAsync(HttpClient http, string where, (string Key, string Value) button)
    {
        using var answer = await http.PostAsync(new Uri("rhythm/page/" + where, UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create(button.Key, button.Value)]), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
