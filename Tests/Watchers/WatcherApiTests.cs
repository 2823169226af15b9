using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.Api;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace LocalAi.Tests.Watchers;

public sealed class WatcherApiTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Findings_AreKeptWithTheirBeginning_AndClosedWhenTheyAreGone()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancel);
        DateTimeOffset since;
        await using (var host = await WatcherHost.StartAsync(connection))
        {
            host.Data.File("etc/cron.d/a", "1 1 * * * root job\n2 2 * * * root job\n");
            await host.RunAsync("watch_schedules");
            since = (await host.Rhythm.GetWatchersAsync(Cancel)).Findings.ShouldHaveSingleItem().Since;
        }

        await using var again = await WatcherHost.StartAsync(connection);
        again.Time.Advance(TimeSpan.FromHours(6));
        again.Data.File("etc/cron.d/a", "1 1 * * * root job\n2 2 * * * root job\n");
        await again.RunAsync("watch_schedules");
        (await again.Rhythm.GetWatchersAsync(Cancel)).Findings.ShouldHaveSingleItem().Since.ShouldBe(since);

        again.Data.File("etc/cron.d/a", "1 1 * * * root job\n");
        await again.RunAsync("watch_schedules");
        var watchers = await again.Rhythm.GetWatchersAsync(Cancel);
        watchers.Findings.ShouldBeEmpty();
        watchers.Watchers.Single(w => w.Name == "schedules").Summary.ShouldBe("1 scheduled jobs: 1 cron.");
    }

    [Fact]
    public async Task WithoutADatabase_WhatThisNodeSawIsShown()
    {
        await using var host = await WatcherHost.StartAsync(null);
        host.Data.File("etc/cron.d/a", "1 1 * * * root job\n2 2 * * * root job\n");

        (await host.RunAsync("watch_schedules", withDatabase: false)).ShouldEndWith("Not kept: the database is away.");

        var watchers = await host.Rhythm.GetWatchersAsync(Cancel);
        watchers.Complete.ShouldBeFalse();
        watchers.Findings.ShouldHaveSingleItem().Severity.ShouldBe("warning");
        watchers.Watchers.ShouldHaveSingleItem().Name.ShouldBe("schedules");
    }

    [Fact]
    public async Task ThePage_HasTheWatchers()
    {
        await using var host = await WatcherHost.StartAsync(await postgres.CreateDatabaseAsync(Cancel));
        host.Data.File("etc/cron.d/a", "1 1 * * * root job <b>\n2 2 * * * root job <b>\n");
        await host.RunAsync("watch_schedules");

        var html = await host.Http.GetStringAsync(new Uri("/rhythm", UriKind.Relative), Cancel);

        html.ShouldContain("<h2 id=\"watchers\">Watchers</h2>");
        html.ShouldContain("The same job is scheduled 2 times.");
        html.ShouldNotContain("job <b>");
    }

    [Fact]
    public void TheSection_EncodesWhatTheMachineSays()
    {
        const string Evil = "<script>alert(1)</script> {0}";
        var html = WatcherSection.Html(
            new RhythmWatchers(
                [new RhythmFinding(Evil, "critical", Evil, Evil, Evil, default)],
                [new RhythmWatcher(Evil, default, Evil, [new RhythmWatched(Evil, Evil, Evil, 12.3, 5 << 20)])],
                [new RhythmAct(default, Evil, Evil, Evil, Evil)],
                Complete: false),
            TimeZoneInfo.Utc);

        html.ShouldNotContain("<script");
        html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt; {0}");
        html.ShouldContain("<td>12 %</td><td>5 MB</td>");
        html.ShouldContain("The database is away");
    }

    [Theory]
    [InlineData("LanguageModels:Servers:0:Name", "a b", "write 1 to 50 letters")]
    [InlineData("LanguageModels:Servers:0:Kind", "gpt", "write lmstudio, llama or ollama")]
    [InlineData("LanguageModels:Servers:0:Url", "here", "write an http or https URL")]
    [InlineData("LanguageModels:RestartsPerDay", "11", "write 0 to 10")]
    [InlineData("Containers:UnhealthyMinutes", "-1", "write 0 to 1440")]
    [InlineData("Containers:RestartLabel", "", "write a label such as localai.restart")]
    [InlineData("Processes:RunawayMinutes", "0", "write 1 to 1440")]
    public void WhatIsWrong_IsRefusedAtTheStart(string key, string value, string expected)
    {
        var settings = new Dictionary<string, string?> { ["LanguageModels:Servers:0:Name"] = "a", ["LanguageModels:Servers:0:Kind"] = "llama", ["LanguageModels:Servers:0:Url"] = "http://h" };
        new WatcherOptionsValidator().Validate(null, Bind(settings)).Succeeded.ShouldBeTrue();

        settings[key] = value;
        var failure = new WatcherOptionsValidator().Validate(null, Bind(settings)).FailureMessage.ShouldNotBeNull();

        failure.ShouldContain($"Rhythm:Watchers:{key} is '{value}'");
        failure.ShouldContain(expected);
    }

    private static WatcherOptions Bind(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var options = new WatcherOptions();
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Bind(options);
        return options;
    }
}
