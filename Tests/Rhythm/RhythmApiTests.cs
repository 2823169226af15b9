using System.Net;
using LocalAi.AgentApi.Rhythm.Api;
using LocalAi.AgentApi.Rhythm.Pages;
using LocalAi.Contracts.Errors;
using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

public sealed class RhythmApiTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APersonSeesThePlan_RunsPausesAndResumesATask()
    {
        var daily = ProbeTask.Daily("daily");
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [daily]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        var plan = await rhythm.GetPlanAsync(null, Cancel);
        plan.Leads.ShouldBeTrue();
        plan.Policy.ShouldBe("steady");
        var entry = plan.Tasks.ShouldHaveSingleItem();
        entry.Decision.ShouldBe("wait");
        entry.Schedule.ShouldBe("every 1.00:00:00");
        entry.Reason.ShouldStartWith("Due at ");

        (await rhythm.PauseAsync("daily", "holidays", Cancel)).Reason.ShouldBe("Paused: holidays.");
        (await rhythm.RunAsync("daily", Cancel)).Reason.ShouldBe("asked for by default.");
        await Eventually.TrueAsync(async () => (await rhythm.GetRunsAsync("daily", null, 10, Cancel)).Runs is [{ Outcome: "succeeded" }], "it ran", Cancel);
        (await rhythm.ResumeAsync("daily", Cancel)).Paused.ShouldBeNull();
        daily.Started.ShouldBe(1);

        var page = await rhythm.GetRunsAsync(null, null, 1, Cancel);
        page.Complete.ShouldBeTrue();
        (await rhythm.GetRunsAsync(null, page.NextBefore, 1, Cancel)).Runs.ShouldBeEmpty();
        (await rhythm.GetProfileAsync(Cancel)).Learned.ShouldBeFalse();
    }

    [Fact]
    public async Task ThePolicy_CanBeTriedInTheDryRun_AndChosen()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        (await rhythm.GetPlanAsync("literal", Cancel)).Policy.ShouldBe("literal");
        (await rhythm.GetPlanAsync(null, Cancel)).Policy.ShouldBe("steady");
        await rhythm.SetPolicyAsync("literal", Cancel);
        await Eventually.TrueAsync(async () => (await rhythm.GetPlanAsync(null, Cancel)).Policy == "literal", "the loop uses it", Cancel);
        await rhythm.SetPolicyAsync(null, Cancel);
        await Eventually.TrueAsync(async () => (await rhythm.GetPlanAsync(null, Cancel)).Policy == "steady", "the configured one is back", Cancel);
    }

    [Fact]
    public async Task WhatIsWrong_IsRefusedWithTheReason()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")]);
        var rhythm = new RhythmClient(host.Http());
        var user = new RhythmClient(host.Http("key-mina"));
        await Eventually.TrueAsync(() => host.Leads, "the node leads", Cancel);

        (await Should.ThrowAsync<ApiException>(rhythm.RunAsync("nobody", Cancel))).Message.ShouldContain("There is no task 'nobody'. Tasks: daily.");
        (await Should.ThrowAsync<ApiException>(rhythm.PauseAsync("daily", "", Cancel))).Message.ShouldContain("reason must have 1 to 200 characters");
        (await Should.ThrowAsync<ApiException>(rhythm.SetPolicyAsync("wild", Cancel))).Message.ShouldContain("policy must be steady or literal");
        (await Should.ThrowAsync<ApiException>(rhythm.GetRunsAsync(null, null, 501, Cancel))).Message.ShouldContain("limit must be 1 to 500");
        await Should.ThrowAsync<ApiException>(user.RunAsync("daily", Cancel));
        await Should.ThrowAsync<ApiException>(user.SetPolicyAsync("literal", Cancel));
        (await user.GetPlanAsync(null, Cancel)).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ThePage_ShowsTasksAndRuns_WithoutAScript()
    {
        await using var host = RhythmHost.Start(await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.EverySecond("beat")]);
        await Eventually.TrueAsync(async () => (await host.RunsAsync("beat", Cancel)).Any(r => r.Outcome == "succeeded"), "it ran", Cancel);

        using var response = await host.Http().GetAsync(new Uri("/rhythm", UriKind.Relative), Cancel);
        var html = await response.Content.ReadAsStringAsync(Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self'");
        html.ShouldContain("<td class=\"name\">beat<br><small>high</small></td>");
        html.ShouldContain("every 00:00:01");
        html.ShouldContain("class=\"name succeeded\"");
        html.ShouldContain("Not learned yet");
    }

    [Fact]
    public void ThePage_EncodesWhatTasksSay()
    {
        var plan = new RhythmPlan(
            default, "<node>", false, "steady", new RhythmLoad("quiet", 0, 0, 0, null),
            [new RhythmTaskEntry { Name = "t", Priority = "low", Schedule = "daily", Decision = "skip", Reason = "Paused: <script>alert(1)</script>." }], ["<b>"]);
        var runs = new RhythmRunPage([new RhythmRun { Task = "t", Node = "n", Reason = "<i>", Outcome = "failed", Summary = "<img src=x> {0}" }], null, false);

        var alert = new RhythmAlert { Rule = "finding", Subject = "<u>", Severity = "critical", State = "firing", Title = "<s>", Detail = "<tt>", ChangedBy = "<q>" };
        var model = new PageModel { Plan = plan, Runs = runs, Zone = TimeZoneInfo.Utc, Alerts = [alert], UserTasks = [new UserTaskLine("<h6>", "<em>", "added")], MayChange = true };

        var html = Layout.Html("<title>", RhythmPage.Body(model), null);

        html.ShouldNotContain("<script");
        html.ShouldNotContain("<img");
        ((string[])["<u>", "<s>", "<tt>", "<q>", "<h6>", "<em>", "<node>"]).ShouldAllBe(raw => !html.Contains(raw));
        html.ShouldContain("&lt;img src=x&gt; {0}");
        html.ShouldContain("The database is away");
    }

    [Fact]
    public async Task WithoutADatabase_RunsComeFromThisNode_AndChangesSayWhy()
    {
        var beat = ProbeTask.EverySecond("beat");
        await using var host = RhythmHost.Start(null, [beat]);
        var rhythm = new RhythmClient(host.Http());
        await Eventually.TrueAsync(async () => (await rhythm.GetRunsAsync("beat", null, 10, Cancel)).Runs.Count > 0, "it runs", Cancel);

        (await rhythm.GetRunsAsync(null, null, 10, Cancel)).Complete.ShouldBeFalse();
        (await Should.ThrowAsync<ApiException>(rhythm.PauseAsync("beat", "holidays", Cancel))).Message.ShouldContain("Postgres");
    }
}
