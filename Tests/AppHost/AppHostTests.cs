using System.Net;
using System.Text.Json;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.AppHost;

/// <summary>The whole application as a user starts it. One long story per test, because each start costs seconds.</summary>
public sealed class AppHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AppHost_FromFirstStartThroughKillsToCtrlC_NeverLosesAnythingNorLeavesAnythingBehind()
    {
        Assert.SkipUnless(PostgresBinaries.Candidates(null, "/none").Any(), "needs PostgreSQL: apt-get install postgresql");

        // A first start on an empty folder.
        string hostId;
        await using (var first = AppHostProcess.Start(_folder.Path))
        {
            var ready = await first.UntilReadyAsync(Cancel);
            foreach (var service in (string[])["gateway", "embedding", "rag", "agent-api"])
            {
                (await _http.GetAsync($"{Url(ready, service)}/health", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, service);
                (await _http.GetAsync($"{Url(ready, service)}/alive", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, service);
            }

            State(ready, "postgres").ShouldBe("Running");
            first.Text.ShouldContain("Gateway    http://localhost:");
            var dashboard = ready.GetProperty("dashboardUrl").GetString()!;
            first.Text.ShouldContain(dashboard);
            (await _http.GetAsync(new Uri(new Uri(dashboard), "/health"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
            var token = dashboard[(dashboard.IndexOf('=', StringComparison.Ordinal) + 1)..];
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(dashboard), "/api/resources"));
            request.Headers.Authorization = new("Bearer", token);
            using var resources = await _http.SendAsync(request, Cancel);
            var live = await resources.Content.ReadAsStringAsync(Cancel);
            live.ShouldContain("\"name\":\"rag\"");
            live.ShouldNotContain((await File.ReadAllTextAsync(Path.Combine(_folder.Path, "keys", "internal-key"), Cancel)).Trim());

            await ModelDroppedIntoTheFolderAsync(first, ready);

            // A second start on the same folder.
            await using (var second = AppHostProcess.Start(_folder.Path))
            {
                (await second.ExitAsync(Cancel)).ShouldBe(1);
                second.Text.ShouldContain($"LocalAi already runs on {_folder.Path}: pid {first.Id}, since ");
                second.Text.ShouldContain(dashboard);
            }

            // A service and Postgres are killed; both come back, and nobody else is touched.
            PosixSignals.Send(Pid(ready, "rag"), StopSignal.Kill);
            PosixSignals.Send(Pid(ready, "postgres"), StopSignal.Kill);
            var recovered = await first.UntilAsync(
                r => Restarted(r, ready, "rag") && Restarted(r, ready, "postgres"), Cancel);
            Pid(recovered, "gateway").ShouldBe(Pid(ready, "gateway"));
            Pid(recovered, "agent-api").ShouldBe(Pid(ready, "agent-api"));
            await UntilHealthyAsync($"{Url(recovered, "rag")}/health");
            await UntilHealthyAsync($"{Url(recovered, "agent-api")}/health");

            // The host is killed: nothing survives it.
            hostId = await first.HostIdAsync(Cancel);
            first.Signal(StopSignal.Kill);
            await first.ExitAsync(Cancel);
            await UntilNobodyAsync(first, hostId);
        }

        // The next start recovers the data, and Ctrl+C leaves nothing.
        await using var last = AppHostProcess.Start(_folder.Path);
        var again = await last.UntilReadyAsync(Cancel);
        State(again, "localai").ShouldBe("Running");
        var lastId = await last.HostIdAsync(Cancel);
        last.Signal(StopSignal.Interrupt);
        (await last.ExitAsync(Cancel)).ShouldBe(0);
        last.Text.ShouldContain("Stopping in reverse order; Ctrl+C again kills.");
        last.Text.ShouldContain("Stopped.");
        last.Survivors(lastId).ShouldBeEmpty();
        File.Exists(Path.Combine(_folder.Path, "run", "host.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Ports__Gateway", "eighty", "Ports:Gateway is 'eighty'; write a port from 1 to 65535, or 0 for any free one.")]
    [InlineData("Ports__Gatway", "80", "Ports:Gatway is not a setting; there are Ports:Gateway")]
    [InlineData("Parts__Qdrant", "yes", "Parts:Qdrant is 'yes'; write true or false.")]
    [InlineData("Host__Limits", "none", "Host:Limits is 'none'; write auto or advisory.")]
    [InlineData("--color=always", "", "--color is not an option")]
    public async Task AppHost_WrongSetting_SaysWhatIsAllowedAndExits(string name, string value, string message)
    {
        await using var host = AppHostProcess.Start(_folder.Path, (name, value));

        (await host.ExitAsync(Cancel)).ShouldBe(1);

        host.Text.ShouldContain(message);
        host.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task AppHost_Help_ListsOptionsAndSettings()
    {
        await using var host = AppHostProcess.Start(_folder.Path, ("--help", ""));

        (await host.ExitAsync(Cancel)).ShouldBe(0);

        foreach (var text in (string[])["--publisher manifest", "LOCALAI_DATA", "Host:StopTimeoutSeconds", "Parameters:internal-key"])
        {
            host.Text.ShouldContain(text);
        }
    }

    // Without a model the language model idles; it starts by itself when a model comes.
    private async Task ModelDroppedIntoTheFolderAsync(AppHostProcess host, JsonElement ready)
    {
        if (!Directory.Exists(Path.Combine(AppHostProcess.Root, "Inference", "node_modules", "@node-llama-cpp")))
        {
            // The rest of the story holds without it: node Inference/install.mjs
            return;
        }

        State(ready, "llm").ShouldBe("NotStarted");
        var file = Path.Combine(_folder.Path, "tiny.gguf");
        TinyGguf.WriteChat(file);
        File.Move(file, Path.Combine(_folder.Path, "models", "tiny.gguf"));
        var running = await host.UntilAsync(r => State(r, "llm") == "Running", Cancel);
        (await _http.GetStringAsync($"{Url(running, "llm")}/v1/models", Cancel)).ShouldContain("tiny");
        Pid(running, "gateway").ShouldBe(Pid(ready, "gateway"));
    }

    private static JsonElement Resource(JsonElement host, string name) =>
        host.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == name);

    private static string State(JsonElement host, string name) => Resource(host, name).GetProperty("state").GetString()!;

    private static int Pid(JsonElement host, string name) => Resource(host, name).GetProperty("pid").GetInt32();

    private static string Url(JsonElement host, string name) => Resource(host, name).GetProperty("urls")[0].GetString()!;

    private static bool Restarted(JsonElement now, JsonElement before, string name) =>
        State(now, name) == "Running" && Resource(now, name).GetProperty("pid").ValueKind == JsonValueKind.Number && Pid(now, name) != Pid(before, name);

    private async Task UntilHealthyAsync(string url)
    {
        for (var i = 0; ; i++)
        {
            using var answer = await _http.GetAsync(url, Cancel);
            if (answer.StatusCode == HttpStatusCode.OK || i > 200)
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
                return;
            }

            await Task.Delay(100, Cancel);
        }
    }

    private static async Task UntilNobodyAsync(AppHostProcess host, string hostId)
    {
        for (var i = 0; i < 100 && host.Survivors(hostId).Count > 0; i++)
        {
            await Task.Delay(50, Cancel);
        }

        host.Survivors(hostId).ShouldBeEmpty();
    }
}
