using System.Runtime.Versioning;
using LocalAi.Hosting;
using LocalAi.Hosting.Monitoring;
using LocalAi.Hosting.Processes;

namespace LocalAi.Tests.Hosting;

/// <summary>The engine with small real programs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OrchestratorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithWaits_KeepsTheOrderAndStopsInReverse()
    {
        await using var run = new HostRun();
        var order = Path.Combine(run.DataFolder, "order");
        string Script(string name) => $"trap 'echo {name} >> {order}; exit 0' TERM; echo up >> {order}; while :; do sleep 0.05; done";
        var first = run.Builder.AddExecutable("first", "sh", "/", "-c", Script("first"));
        var second = run.Builder.AddExecutable("second", "sh", "/", "-c", Script("second")).WaitFor(first);
        run.Builder.AddExecutable("third", "sh", "/", "-c", Script("third")).WaitFor(second);

        await run.StartAsync();
        var third = await run.UntilAsync("third", ResourceStates.Running);
        await UntilLinesAsync(order, 3);
        await run.StopAsync();

        (await File.ReadAllLinesAsync(order, Cancel)).ShouldBe(["up", "up", "up", "third", "second", "first"]);
        var before = run.Find("first");
        foreach (var next in (ResourceSnapshot[])[run.Find("second"), third])
        {
            next.WaitedMilliseconds!.Value.ShouldBeGreaterThanOrEqualTo(before.WaitedMilliseconds!.Value + before.StartMilliseconds!.Value);
            before = next;
        }
    }

    [Fact]
    public async Task Start_AbsentProgram_IsSaidAndWaitsOnItPass()
    {
        await using var run = new HostRun();
        var absent = run.Builder.AddExecutable("absent", "no-such-program", "/").WithHttpEndpoint();
        run.Builder.AddExecutable("other", "sleep", "/", "600").WaitFor(absent).WithReference(absent.GetEndpoint("http"));

        await run.StartAsync();

        (await run.UntilAsync("other", ResourceStates.Running)).Environment.ShouldBeEmpty();
        run.Find("absent").State.ShouldBe(ResourceStates.Absent);
        run.Find("absent").Reason.ShouldBe("'no-such-program' is not installed (not on PATH).");
    }

    [Fact]
    public async Task Crash_TooOften_EndsAsFailedWithLastLinesWhileOthersRun()
    {
        await using var run = new HostRun(null, "Host:StartTimeoutSeconds=1");
        var crasher = run.Builder.AddExecutable("crasher", "sh", "/", "-c", "echo one >&2; echo the disk is on fire >&2; exit 3").WithEndpoint();
        var deaf = run.Builder.AddExecutable("deaf", "sh", "/", "-c", "echo I do not listen; exec sleep 600").WithHttpEndpoint().WithHttpHealthCheck("/health");
        run.Builder.AddExecutable("needs-crasher", "sleep", "/", "600").WaitFor(crasher);
        run.Builder.AddExecutable("good", "sleep", "/", "600");

        await run.StartAsync();
        var failed = await run.UntilAsync("crasher", ResourceStates.Failed);
        var unhealthy = await run.UntilAsync("deaf", ResourceStates.Failed);
        var dependant = await run.UntilAsync("needs-crasher", ResourceStates.FailedToStart);

        failed.ExitCode.ShouldBe(3);
        failed.Restarts.ShouldBe(4);
        failed.Reason.ShouldBe("ended with code 3 (5 times). Last lines:\none\nthe disk is on fire");
        unhealthy.Reason!.ShouldContain("did not become healthy within 1 s");
        unhealthy.Reason!.ShouldContain("I do not listen");
        dependant.Reason.ShouldBe("It needs crasher, which failed. It starts by itself when crasher is there.");
        run.Find("good").State.ShouldBe(ResourceStates.Running);
    }

    [Fact]
    public async Task Crash_Once_RestartsAndDependantsStayUp()
    {
        await using var run = new HostRun();
        var service = run.Builder.AddExecutable("service", "sleep", "/", "600");
        run.Builder.AddExecutable("user", "sleep", "/", "600").WaitFor(service);
        await run.StartAsync();
        var before = await run.UntilAsync("service", ResourceStates.Running);
        var user = await run.UntilAsync("user", ResourceStates.Running);

        PosixSignals.Send(before.ProcessId!.Value, StopSignal.Kill);
        var crashed = await run.UntilAsync("service", ResourceStates.Exited);
        var after = await run.UntilAsync("service", s => s.State == ResourceStates.Running && s.ProcessId != before.ProcessId);

        crashed.Reason.ShouldBe("was killed (SIGKILL); restarting in 1 s");
        after.Restarts.ShouldBe(1);
        run.Find("user").ProcessId.ShouldBe(user.ProcessId);
    }

    [Fact]
    public async Task Execute_StopStartRestart_DoWhatTheySay()
    {
        await using var run = new HostRun();
        run.Builder.AddExecutable("service", "sleep", "/", "600");
        await run.StartAsync();
        var first = await run.UntilAsync("service", ResourceStates.Running);

        (await run.Monitor.ExecuteAsync("service", "start", Cancel)).ShouldBe("'service' is Running; possible now: stop or restart.");
        (await run.Monitor.ExecuteAsync("nobody", "start", Cancel)).ShouldBe("There is no resource 'nobody'.");
        (await run.Monitor.ExecuteAsync("service", "stop", Cancel)).ShouldBeNull();
        await run.UntilAsync("service", s => s is { State: ResourceStates.Exited, ProcessId: null });
        ProcFileSystem.Stat(first.ProcessId!.Value).ShouldBeNull();
        (await run.Monitor.ExecuteAsync("service", "start", Cancel)).ShouldBeNull();
        var second = await run.UntilAsync("service", ResourceStates.Running);
        (await run.Monitor.ExecuteAsync("service", "restart", Cancel)).ShouldBeNull();

        var third = await run.UntilAsync("service", s => s.State == ResourceStates.Running && s.ProcessId != second.ProcessId);
        third.Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_ChildThatIgnoresIt_IsKilledWithItsGrandchildren()
    {
        await using var run = new HostRun(null, "Host:StopTimeoutSeconds=1");
        var pids = Path.Combine(run.DataFolder, "pids");

        // One grandchild in its group, one in a session of its own.
        run.Builder.AddExecutable("stubborn", "sh", "/", "-c", $"trap '' TERM; sleep 600 & echo $! >> {pids}; setsid sh -c 'echo $$ >> {pids}; sleep 600' & while :; do sleep 0.1; done");
        await run.StartAsync();
        await run.UntilAsync("stubborn", ResourceStates.Running);
        await UntilLinesAsync(pids, 2);

        await run.StopAsync();

        foreach (var pid in await File.ReadAllLinesAsync(pids, Cancel))
        {
            (ProcFileSystem.Stat(int.Parse(pid)) is not { } stat || ProcFileSystem.IsZombie(stat)).ShouldBeTrue($"{pid} still runs");
        }
    }

    [Fact]
    public async Task MemoryLimit_Exceeded_IsNamed()
    {
        await using var run = new HostRun();
        run.Builder.AddExecutable("glutton", "sh", "/", "-c", "echo eating; x=$(head -c 200000000 /dev/zero | tr '\\0' a); echo done; exec sleep 600").WithLimits(memory: "48M");

        await run.StartAsync();
        var limits = run.Find("glutton").Limits!;
        Assert.SkipWhen(limits.Enforcement == "advisory", "needs writable cgroups");
        var crashed = await run.UntilAsync("glutton", ResourceStates.Exited);

        crashed.Reason!.ShouldStartWith("hit its memory limit of 48 MB and was killed by the kernel");
    }

    [Fact]
    public async Task Usage_OfRunningResource_IsShownAgainstItsLimit()
    {
        await using var run = new HostRun();
        run.Builder.AddExecutable("busy", "sh", "/", "-c", "while :; do :; done").WithLimits(cpus: 0.2, memory: "64M");
        await run.StartAsync();
        Assert.SkipWhen(run.Find("busy").Limits!.Enforcement == "advisory", "needs writable cgroups");

        var seen = await run.UntilAsync("busy", s => s.CpuPercent > 5);

        // 0.2 of a core, give or take a scheduler period.
        seen.CpuPercent!.Value.ShouldBeLessThan(40);
        seen.MemoryBytes!.Value.ShouldBeInRange(1, 64 << 20);
    }

    [Fact]
    public async Task Console_KeepsLinesOfBothStreamsAndOnDisk()
    {
        await using var run = new HostRun();
        run.Builder.AddExecutable("talker", "sh", "/", "-c", "echo hello 안녕; echo oops >&2; head -c 40000 /dev/zero | tr '\\0' x; echo; exec sleep 600");
        await run.StartAsync();
        using var patience = new CancellationTokenSource(HostRun.Patience);
        var lines = new List<ConsoleLine>();
        await foreach (var line in run.Monitor.WatchConsoleAsync("talker", 0, patience.Token))
        {
            lines.Add(line);
            if (lines.Count == 3)
            {
                break;
            }
        }

        lines.ShouldContain(l => l.Text == "hello 안녕" && !l.IsError);
        lines.ShouldContain(l => l.Text == "oops" && l.IsError);
        lines.ShouldContain(l => l.Text.Length == OutputReader.LongestLine + 4 && l.Text.EndsWith(" […]", StringComparison.Ordinal), string.Join('\n', lines.Select(l => $"{l.Number} {l.Text.Length} {l.Text[..Math.Min(40, l.Text.Length)]}")));
        var log = await File.ReadAllTextAsync(Path.Combine(run.DataFolder, "logs", "talker.log"), Cancel);
        log.ShouldContain("hello 안녕");
        run.Monitor.GetConsole("nobody").ShouldBeEmpty();
    }

    [Fact]
    public async Task RunFile_WhileRunning_IsCompleteAndThenGone()
    {
        await using var run = new HostRun();
        run.Builder.AddExecutable("service", "sleep", "/", "600");
        await run.StartAsync();
        var service = await run.UntilAsync("service", ResourceStates.Running);
        var path = Path.Combine(run.DataFolder, "run", "host.json");
        var wanted = $"\"pid\": {service.ProcessId}";
        for (var i = 0; i < 500 && !(File.Exists(path) && (await File.ReadAllTextAsync(path, Cancel)).Contains(wanted, StringComparison.Ordinal)); i++)
        {
            await Task.Delay(20, Cancel);
        }

        var text = await File.ReadAllTextAsync(path, Cancel);
        text.ShouldContain(wanted);
        text.ShouldContain($"\"pid\": {Environment.ProcessId},");
        text.ShouldContain("\"state\": \"Running\"");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await run.StopAsync();
        File.Exists(path).ShouldBeFalse();
        File.Exists(Path.Combine(run.DataFolder, "run", "processes")).ShouldBeFalse();
    }

    private static async Task UntilLinesAsync(string file, int count)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file, Cancel)).Length >= count)
            {
                return;
            }

            await Task.Delay(20, Cancel);
        }

        throw new TimeoutException($"{file} did not get {count} lines.");
    }
}
