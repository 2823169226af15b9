using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

public sealed class IndexTests : IAsyncLifetime
{
    private const string Id = "22222222-2222-2222-2222-222222222222";

    private readonly TemporaryFolder _folder = new();
    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _fake.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_ends_with_what_was_done_and_why_files_are_missing()
    {
        Job("done", """,{"path":"old.zip","code":"archive","reason":"Archives are not indexed."}""");
        var result = await AiProcess.RunAsync(_fake, "--index", _folder.Path, "-c", "docs");
        result.ShouldSucceed();
        result.Out.ShouldBe(
            "docs: 3 added, 1 changed, 5 unchanged, 2 removed, 2 unreadable\n"
            + "  broken.pdf: It cannot be read. (broken)\n"
            + "  old.zip: Archives are not indexed. (archive)\n");
        result.Error.ShouldContain("indexing: 4/11 files, 2.0 KB/4.0 KB");
        result.Error.ShouldNotContain("\r");
        _fake.Requests.First().Body.ShouldContain(_folder.Path);
    }

    [Fact]
    public async Task A_failed_job_is_an_error()
    {
        Job("failed", "", "The database is away.");
        var result = await AiProcess.RunAsync(_fake, "--index", _folder.Path);
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("The database is away.");
        result.Error.ShouldContain("ai jobs resume " + Id);
    }

    [Fact]
    public async Task A_broken_event_stream_is_taken_up_again()
    {
        var attempts = 0;
        Job("done", "");
        _fake.On($"GET /jobs/{Id}/events", async context =>
        {
            if (attempts++ == 0)
            {
                context.Abort();
                return;
            }

            await FakeLocalAi.SendAsync(context, $"data: {Status("done", "")}\n\n");
        });
        (await AiProcess.RunAsync(_fake, "--index", _folder.Path)).ShouldSucceed();
        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Interrupt_cancels_the_job()
    {
        var following = new TaskCompletionSource();
        Job("running", "");
        _fake.On($"GET /jobs/{Id}/events", async context =>
        {
            await FakeLocalAi.SendAsync(context, $"data: {Status("running", "")}\n\n");
            following.TrySetResult();
            await _fake.UntilAbortedAsync(context);
        });
        _fake.OnJson($"POST /jobs/{Id}/cancel", Status("cancelled", ""));
        await using var ai = AiProcess.Start(_fake, [], "--index", _folder.Path);
        var ending = ai.EndAsync();
        await following.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        ai.Interrupt();
        var result = await ending;
        result.ExitCode.ShouldBe(130);
        result.Error.ShouldContain("ai jobs resume " + Id);
        _fake.Requests.ShouldContain(request => request.Route == $"POST /jobs/{Id}/cancel");
    }

    [Fact]
    public async Task Collections_and_jobs_are_listed()
    {
        _fake.OnJson("GET /collections", """{"items":[{"name":"docs","documents":3,"chunks":9,"vectors":9,"embedding":{"engine":"lexical","model":"hash","dim":384},"index":"ready"}],"next":null}""");
        _fake.OnJson("GET /jobs", $$"""{"items":[{{Status("done", "")}}],"next":null}""");
        var collections = await AiProcess.RunAsync(_fake, "collections", "list");
        collections.ShouldSucceed();
        collections.Out.ShouldContain("lexical/hash (384)");
        (await AiProcess.RunAsync(_fake, "jobs")).Out.ShouldContain(Id);
    }

    [Fact]
    public async Task Deleting_asks_or_needs_yes()
    {
        _fake.On("DELETE /collections/docs", context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        (await AiProcess.RunAsync(_fake, "collections", "delete", "docs")).ShouldFail(2, "--yes");
        _fake.Requests.ShouldBeEmpty();
        (await AiProcess.RunAsync(_fake, "collections", "delete", "docs", "--yes")).ShouldSucceed();
    }

    private static string Status(string state, string problems, string? failure = null)
    {
        var error = failure is null ? "" : $",\"error\":\"{failure}\"";
        var phase = state == "running" ? "indexing" : "finished";
        return $$"""{"id":"{{Id}}","kind":"index","collection":"docs","state":"{{state}}","progress":{"phase":"{{phase}}","files_total":11,"files_done":4,"bytes_total":4096,"bytes_done":2048,"added":3,"changed":1,"unchanged":5,"removed":2,"unreadable":{{(problems.Length > 0 ? 2 : 0)}}},"problems":[{{(problems.Length > 0 ? """{"path":"broken.pdf","code":"broken","reason":"It cannot be read."}""" + problems : "")}}],"notes":[],"created_at":"2026-01-01T00:00:00Z"{{error}}}""";
    }

    private void Job(string end, string problems, string? failure = null)
    {
        _fake.OnJson("POST /index", Status("queued", ""), 202);
        _fake.On($"GET /jobs/{Id}/events", async context =>
        {
            await FakeLocalAi.SendAsync(context, $"data: {Status("running", "")}\n\n");
            await FakeLocalAi.SendAsync(context, $"data: {Status(end, problems, failure)}\n\n");
        });
    }
}
