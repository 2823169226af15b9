using LocalAi.Tests.Support;

namespace LocalAi.Tests.Cli;

public sealed class TerminalTests : IAsyncLifetime
{
    private FakeLocalAi _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeLocalAi.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _fake.DisposeAsync();

    [Fact]
    public async Task An_answer_is_styled_and_cannot_steer_the_terminal()
    {
        _fake.OnChat("\e[2J\e]0;owned\a", "**bold** and `code`\n", "- item");
        await using var terminal = await Tmux.StartAsync(_fake, "q");
        await terminal.ShowsAsync("exit=0");
        var screen = await terminal.ScreenAsync(styles: true);
        screen.ShouldContain("\e[1mbold");
        screen.ShouldContain("\e[36mcode");
        screen.ShouldNotContain("owned");
        screen.ShouldContain("• item");
    }

    [Fact]
    public async Task A_conversation_remembers_edits_and_recalls()
    {
        _fake.OnChat("네, 그래요.");
        await using var terminal = await Tmux.StartAsync(_fake, "-i");
        await terminal.ShowsAsync("ai>");
        await terminal.TypeAsync("-l", "한글 질문x");
        await terminal.TypeAsync("BSpace", "Enter");
        await terminal.ShowsAsync("네, 그래요.");
        _fake.Requests.Last().Body.ShouldContain("\"messages\":[");
        await terminal.TypeAsync("Up", "Enter");
        await Eventually.TrueAsync(() => _fake.Requests.Count == 2, "the recalled line is asked", TestContext.Current.CancellationToken);
        using (var sent = System.Text.Json.JsonDocument.Parse(_fake.Requests.Last().Body))
        {
            var messages = sent.RootElement.GetProperty("messages");
            messages.GetArrayLength().ShouldBe(3);
            messages[2].GetProperty("content").GetString().ShouldBe("한글 질문");
        }

        await terminal.TypeAsync(":model code-7b", "Enter");
        await terminal.ShowsAsync("model: code-7b");
        await terminal.TypeAsync(":help", "Enter");
        await terminal.ShowsAsync(":save FILE");
        await terminal.TypeAsync(":bogus", "Enter");
        await terminal.ShowsAsync("There is no :bogus");
        await terminal.TypeAsync(":quit", "Enter");
        await terminal.ShowsAsync("exit=0");
    }

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_not_the_conversation()
    {
        _fake.On("POST /v1/chat/completions", async context =>
        {
            await FakeLocalAi.SendChunkAsync(context, "endless");
            await _fake.UntilAbortedAsync(context);
        });
        await using var terminal = await Tmux.StartAsync(_fake, "-i");
        await terminal.ShowsAsync("ai>");
        await terminal.TypeAsync("go", "Enter");
        await terminal.ShowsAsync("endless");
        await terminal.TypeAsync("C-c");
        await terminal.ShowsAsync("(stopped)");
        await _fake.Aborted.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await terminal.TypeAsync("C-d");
        await terminal.ShowsAsync("exit=0");
    }

    [Fact]
    public async Task An_index_run_shows_a_bar_and_leaves_none_behind()
    {
        const string job = """{"id":"22222222-2222-2222-2222-222222222222","kind":"index","collection":"default","state":"STATE","progress":{"phase":"indexing","files_total":4,"files_done":2,"bytes_total":100,"bytes_done":50,"added":4,"current_file":"문서/가.md"},"problems":[],"notes":[],"created_at":"2026-01-01T00:00:00Z"}""";
        var end = new TaskCompletionSource();
        _fake.OnJson("POST /index", job.Replace("STATE", "queued", StringComparison.Ordinal));
        _fake.On("GET /jobs/22222222-2222-2222-2222-222222222222/events", async context =>
        {
            await FakeLocalAi.SendAsync(context, $"data: {job.Replace("STATE", "running", StringComparison.Ordinal)}\n\n");
            await end.Task;
            await FakeLocalAi.SendAsync(context, $"data: {job.Replace("STATE", "done", StringComparison.Ordinal)}\n\n");
        });
        await using var terminal = await Tmux.StartAsync(_fake, "--index /tmp");
        await terminal.ShowsAsync("[████████████░░░░░░░░░░░░]  50 % indexing  2/4 files");
        end.SetResult();
        await terminal.ShowsAsync("4 added");
        (await terminal.ScreenAsync()).ShouldNotContain("████");
    }
}
