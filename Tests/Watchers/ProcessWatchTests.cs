using System.Diagnostics;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.Processes;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.Tests.AgentApi.Support;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Watchers;

public sealed class ProcessWatchTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly WrittenProc _proc = new();
    private readonly TestTime _time = new();
    private readonly ProcessWatch _watch;

    public ProcessWatchTests() => _watch = new ProcessWatch(Options.Create(new WatcherOptions()), _time, _proc.Root);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void TwoOldProcesses_WithTheSameWorkInTheSameFolder_AreDuplicates()
    {
        _proc.Process(1, "init", 0);
        _proc.Process(50, "starter", 1);
        _proc.Process(51, "starter2", 1);
        _proc.Process(100, "python3", 50, command: "python3 monitor.py --all");
        _proc.Process(200, "python3", 51, command: "python3 monitor.py --all");
        _proc.Process(300, "python3", 51, command: "python3 monitor.py --all", folder: "/elsewhere");
        _proc.Process(400, "python3", 50, command: "python3 monitor.py --some");

        var finding = Look(0).Findings.ShouldHaveSingleItem();

        finding.Key.ShouldBe("processes/duplicate/100-200");
        finding.Detail.ShouldBe("python3 monitor.py --all in /srv: processes 100, 200.");
        finding.Fix.ShouldBe("If one is enough, end the younger: kill 200");
    }

    [Fact]
    public void ASecretOnACommandLine_IsNotShown()
    {
        _proc.Process(1, "init", 0);
        _proc.Process(50, "starter", 1);
        _proc.Process(51, "starter2", 1);
        _proc.Process(100, "agent", 50, command: "agent --api-key sk-local-0123456789abcdef --db postgres://me:hunter22@db/x");
        _proc.Process(200, "agent", 51, command: "agent --api-key sk-local-0123456789abcdef --db postgres://me:hunter22@db/x");

        var report = Look(0);

        report.Findings.ShouldHaveSingleItem().Detail.ShouldBe("agent --api-key [redacted] --db postgres://me:[redacted]@db/x in /srv: processes 100, 200.");
        report.Things.ShouldAllBe(t => !t.ToString().Contains("hunter22", StringComparison.Ordinal) && !t.ToString().Contains("sk-local-0", StringComparison.Ordinal));
    }

    [Fact]
    public void WorkersOfOneParent_Shells_YoungAndChildProcesses_AreNoDuplicates()
    {
        _proc.Process(1, "init", 0);
        _proc.Process(100, "nginx", 1, command: "nginx -g daemon");
        _proc.Process(101, "nginx", 100, command: "nginx -g daemon");
        _proc.Process(102, "nginx", 100, command: "nginx -g daemon");
        _proc.Process(200, "starter", 1);
        _proc.Process(201, "bash", 200, command: "bash");
        _proc.Process(202, "bash", 1, command: "bash");
        _proc.Process(300, "young", 200, command: "young x", start: 10 * 3600 * 100 - 500);
        _proc.Process(301, "young", 1, command: "young x", start: 10 * 3600 * 100 - 500);

        Look(0).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void AZombie_CountsWhenItIsThereAgain_AndItsParentIsNamed()
    {
        _proc.Process(1, "init", 0);
        _proc.Process(50, "forgetful) (x", 1);
        _proc.Process(51, "child", 50, state: 'Z');

        Look(0).Findings.ShouldBeEmpty();
        var finding = Look(2).Findings.ShouldHaveSingleItem();

        finding.Title.ShouldBe("forgetful) (x (50) has left 1 zombie.");
        finding.Severity.ShouldBe(FindingSeverity.Info);
        finding.Fix.ShouldContain("kill -CHLD 50");
        _proc.Process(51, "child", 50, state: 'Z', start: 999);
        Look(2).Findings.ShouldBeEmpty("that is another one of a moment");
    }

    [Fact]
    public void AChildThatRunsOnAlone_IsReportedAfterTheTimeOfTheSettings_AServiceIsNot()
    {
        _proc.Process(1, "init", 0);
        for (var minute = 0; minute <= 6; minute += 2)
        {
            _proc.Process(100, "worker", 1, cpuSeconds: minute * 60, session: 77, command: "worker --run");
            _proc.Process(200, "service", 1, cpuSeconds: minute * 60);
            var report = Look(2);
            report.Findings.Select(f => f.Key).ShouldBe(minute < 6 ? [] : ["processes/runaway/100"], $"after {minute} min");
        }

        _proc.Process(100, "worker", 1, cpuSeconds: 361, session: 77);
        Look(2).Findings.ShouldBeEmpty("it has calmed down");
    }

    [Fact]
    public void ANumberThatIsUsedAgain_IsAnotherProcess()
    {
        _proc.Process(1, "init", 0);
        for (var minute = 0; minute <= 4; minute += 2)
        {
            _proc.Process(100, "worker", 1, cpuSeconds: minute * 60, session: 77);
            Look(2);
        }

        _proc.Process(100, "other", 1, cpuSeconds: 999, session: 77, start: 5000, command: "other program");
        var report = Look(2);

        report.Findings.ShouldBeEmpty("nothing is known of this process yet");
        report.Things.ShouldContain(t => t.Name == "other (100)" && t.Detail == "other program");
    }

    [Fact]
    public void AProcessOfAHostThatIsGone_IsReportedWhenItIsThereAgain()
    {
        _proc.Process(1, "init", 0);
        _proc.Process(100, "dotnet", 1, environment: "PATH=/bin\0LOCALAI_HOST_ID=abc\0");
        _proc.Process(101, "dotnet", 1, command: "dotnet other", environment: "PATH=/bin\0NOT_LOCALAI_HOST_ID=abc\0");

        Look(0).Findings.ShouldBeEmpty("its host's janitor may be about to end it");
        Look(2).Findings.ShouldHaveSingleItem().Fix.ShouldStartWith("kill 100");
    }

    [Fact]
    public void BrokenFiles_AreLeftOut()
    {
        _proc.Process(1, "init", 0);
        foreach (var (pid, text) in new[] { (60, ""), (61, "61 (x"), (62, "62 (x) S"), (63, "63 (x) S a b c"), (64, "64 (x) S 1 64 64 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0") })
        {
            Directory.CreateDirectory(Path.Combine(_proc.Root, $"{pid}"));
            File.WriteAllText(Path.Combine(_proc.Root, $"{pid}/stat"), text);
        }

        Look(0).Summary.ShouldBe("1 processes, 0 of them zombies.");
    }

    [Fact]
    public void WithoutProc_NothingIsSaid()
    {
        var report = new ProcessWatch(Options.Create(new WatcherOptions()), _time, "/nowhere").Look(Start);

        report.Summary.ShouldBe("Processes cannot be seen here.");
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task RealProcesses_AreSeenWithWhatTheyRun_AndRealZombiesAreFound()
    {
        using var parent = Process.Start(new ProcessStartInfo("python3", ["-c", "import os,time,sys\nif os.fork()==0: os._exit(0)\nprint('forked',flush=True)\ntime.sleep(60)"]) { RedirectStandardOutput = true })!;
        try
        {
            await parent.StandardOutput.ReadLineAsync(Cancel);
            var table = new ProcessTable();
            await Eventually.TrueAsync(() => table.Read().Values.Any(p => p.Parent == parent.Id && p.IsZombie), "the child is a zombie", Cancel);

            var all = table.Read();
            var self = all[Environment.ProcessId];
            self.Cpu.ShouldBeGreaterThan(TimeSpan.Zero);
            self.Resident.ShouldBeGreaterThan(20 << 20);
            table.Origin(all[parent.Id]).Arguments.ShouldContain("-c");
            table.Origin(all[parent.Id]).Executable.ShouldNotBeNull().ShouldContain("python");
            var watch = new ProcessWatch(Options.Create(new WatcherOptions()), TimeProvider.System);
            watch.Look(Start);
            watch.Look(Start.AddMinutes(2)).Findings.ShouldContain(f => f.Key == $"processes/zombies/{parent.Id}");
        }
        finally
        {
            parent.Kill();
            await parent.WaitForExitAsync(Cancel);
        }
    }

    private WatchReport Look(double minutesLater)
    {
        _time.Advance(TimeSpan.FromMinutes(minutesLater));
        return _watch.Look(_time.GetUtcNow());
    }
}
