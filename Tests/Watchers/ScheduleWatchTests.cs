using System.Text;
using LocalAi.AgentApi.Watchers;
using LocalAi.AgentApi.Watchers.DuplicateLoops;
using LocalAi.AgentApi.Watchers.Reports;
using LocalAi.Tests.Support;
using Microsoft.Extensions.Options;

namespace LocalAi.Tests.Watchers;

public sealed class ScheduleWatchTests : IDisposable
{
    private const string CsvHeading =
        "\"HostName\",\"TaskName\",\"Next Run Time\",\"Status\",\"Logon Mode\",\"Last Run Time\",\"Last Result\",\"Author\",\"Task To Run\",\"Start In\",\"Comment\",\"Scheduled Task State\",\"Idle Time\",\"Power Management\",\"Run As User\",\"Delete Task If Not Rescheduled\",\"Stop Task If Runs X Hours and X Mins\",\"Schedule\",\"Schedule Type\",\"Start Time\",\"Start Date\",\"End Date\",\"Days\",\"Months\",\"Repeat: Every\"\r\n";

    private readonly TemporaryFolder _root = new();
    private readonly List<string> _exports = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task ACrontabAndATimer_ThatStartTheSameJob_AreFoundWithTheirLines()
    {
        var cron = _root.File("etc/cron.d/backup", "# nightly\nMAILTO=root\n30 2 * * * root cd /srv && nice -n 10 /usr/local/bin/backup.sh --full >/dev/null 2>&1\n");
        var timer = _root.File("etc/systemd/system/backup.timer", "[Unit]\nDescription=x\n[Timer]\nOnCalendar=*-*-* 03:00\n[Install]\nWantedBy=timers.target\n");
        _root.File("etc/systemd/system/backup.service", "[Service]\nType=oneshot\nExecStart=/usr/local/bin/backup.sh \\\n    --full\n");
        _root.File("etc/systemd/system/timers.target.wants/backup.timer", "");

        var finding = (await LookAsync()).Findings.ShouldHaveSingleItem();

        finding.Title.ShouldBe("cron and systemd both start the same job.");
        finding.Detail.ShouldContain($"{cron}:3 (30 2 * * *)");
        finding.Detail.ShouldContain($"{timer}:4 (OnCalendar=*-*-* 03:00)");
        finding.Fix.ShouldContain("flock");
    }

    [Fact]
    public async Task TimersThatAreNotEnabled_AndCronEntriesThatGiveWay_AreNotCounted()
    {
        _root.File("etc/systemd/system/scrub.timer", "[Timer]\nOnCalendar=weekly\n");
        _root.File("etc/systemd/system/scrub.service", "[Service]\nExecStart=/sbin/scrub_all -n\n");
        _root.File("usr/lib/systemd/system/fstrim.timer", "[Timer]\nOnCalendar=weekly\nUnit=trim.service\n");
        _root.File("usr/lib/systemd/system/trim.service", "[Service]\nExecStart=-/sbin/fstrim -A\n");
        _root.File("etc/systemd/system/timers.target.wants/fstrim.timer", "");
        _root.File("etc/cron.d/scrub", "10 3 * * * root test -e /run/systemd/system || SERVICE_MODE=1 /sbin/scrub_all -n\n5 3 * * * root test -e /run/systemd/system || /sbin/fstrim -A\n");

        var report = await LookAsync();

        report.Findings.ShouldBeEmpty();
        report.Things.ShouldHaveSingleItem().Detail.ShouldBe("OnCalendar=weekly: /sbin/fstrim -A");
    }

    [Fact]
    public async Task AUsersCrontab_HasItsDoublesAndEndlessLoops()
    {
        var table = _root.File(
            "var/spool/cron/crontabs/mina",
            "*/5 * * * * /home/mina/check.sh\n@reboot nohup /home/mina/check.sh &\n@reboot sh -c 'while true; do /home/mina/poll.py; sleep 1; done'\n* * * * * echo 50\\% done%input\nnot a line\n61 x\n");

        var report = await LookAsync();

        report.Summary.ShouldBe("4 scheduled jobs: 4 cron.");
        report.Findings.Select(f => f.Title).ShouldBe(["The same job is scheduled 2 times.", $"{table}:3 starts a loop that never ends."]);
        report.Things.ShouldContain(t => t.Detail == "* * * * *: echo 50% done");
    }

    [Fact]
    public async Task WhatIsNoPlainFile_OrTooLong_IsLeftOut_AndNobodyWaitsForIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes and devices are looked at on Linux.");
        _root.File("etc/cron.d/good", "30 2 * * * root /usr/local/bin/backup.sh --full\n");
        await PipeAsync("home/.bashrc");
        await PipeAsync("etc/crontab");
        await PipeAsync("var/spool/cron/crontabs/mina");
        Directory.CreateDirectory(_root.Path + "/home/.zprofile");
        File.CreateSymbolicLink(_root.Path + "/home/.zshrc", "/dev/zero");
        File.CreateSymbolicLink(_root.Path + "/home/.zshenv", "/proc/kmsg");
        File.CreateSymbolicLink(_root.Path + "/home/.zlogin", "/proc/self/mem");
        using (var huge = File.OpenHandle(_root.Path + "/home/.profile", FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(huge, 1L << 40);
        }

        var report = await LookAsync().WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        report.Findings.ShouldBeEmpty();
        report.Things.ShouldHaveSingleItem().Detail.ShouldBe("30 2 * * *: /usr/local/bin/backup.sh --full");
    }

    [Fact]
    public async Task AProfile_ThatStartsProgramsAtEveryLogin_IsFound_AndWhatOnlyLooksLikeItIsNot()
    {
        var profile = _root.File(
            "home/.bashrc",
            """
            # while true; do echo comment; done
            alias spin='while true; do date; done'
            export PATH=$PATH:~/bin && echo ok
            serve() {
              while true; do python3 serve.py; done
            }
            cat <<EOF
            nohup in a text &
            EOF
            pgrep -f guarded.py || nohup python3 guarded.py &
            nohup python3 ~/bin/watch_gpu.py > /tmp/gpu.log 2>&1 &
            while true; do ~/bin/poll.sh; sleep 5; done &
            make 2>&1 | tee log
            """);
        _root.File("etc/profile.d/x.sh", "[ -n \"$BASH\" ] && . /etc/bash.bashrc\n(sleep 5; /opt/agent/start) &\n");

        var report = await LookAsync();

        report.Findings.Select(f => f.Title).ShouldBe(
        [
            $"{profile}:12 starts a loop that never ends.",
            $"{profile}:11 starts a program at every login and leaves it running.",
            $"{_root.Path}/etc/profile.d/x.sh:2 starts a program at every login and leaves it running.",
        ]);
        report.Findings[1].Fix.ShouldContain("pgrep -f 'python3 ~/bin/watch_gpu.py'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnXmlExport_InUtf16OrSayingItIs_GivesTheEnabledTasks(bool really)
    {
        const string Task =
            """
            <?xml version="1.0" encoding="UTF-16"?>
            <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
              <RegistrationInfo><URI>\NAME</URI></RegistrationInfo>
              <Triggers><CalendarTrigger><Repetition><Interval>PT5M</Interval></Repetition><StartBoundary>2026-01-01T00:00:00</StartBoundary></CalendarTrigger></Triggers>
              <Settings><Enabled>ENABLED</Enabled></Settings>
              <Actions Context="Author"><Exec><Command>"C:\Tools\모니터.exe"</Command><Arguments>--loop 5</Arguments></Exec></Actions>
            </Task>

            """;
        string Named(string name, string enabled = "true") => Task.Replace("NAME", name, StringComparison.Ordinal).Replace("ENABLED", enabled, StringComparison.Ordinal);
        Export("tasks.xml", Named("Monitor") + Named("Monitor2") + Named("Off", "false") + Named(@"Microsoft\Windows\Defrag"), really ? Encoding.Unicode : new UTF8Encoding(false));

        var report = await LookAsync();

        report.Summary.ShouldBe("2 scheduled jobs: 2 windows.");
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Detail.ShouldContain(@"\Monitor (CalendarTrigger every PT5M)");
        finding.Detail.ShouldContain(@"\Monitor2");
        finding.Detail.ShouldContain("모니터.exe --loop 5");
    }

    [Fact]
    public async Task ACsvExport_RepeatsHeadingsAndTriggers_AndMayHoldLineEnds()
    {
        static string Row(string name, string command, string state = "Enabled") =>
            $"\"PC\",\"{name}\",\"N/A\",\"Ready\",\"Interactive only\",\"N/A\",\"0\",\"mina\",\"{command}\",\"N/A\",\"says \"\"hello\"\",\r\nand more\",\"{state}\",\"Disabled\",\"\",\"mina\",\"Disabled\",\"72:00:00\",\"x\",\"Daily\",\"1:00\",\"1/1/2026\",\"N/A\",\"Every 1 day(s)\",\"N/A\",\"0 Hour(s), 5 Minute(s)\"\r\n";
        Export(
            "tasks.csv",
            CsvHeading + Row(@"\Poll", @"C:\poll.cmd now") + Row(@"\Poll", @"C:\poll.cmd now") + CsvHeading + Row(@"\Other\Poll again", @"C:\poll.cmd now") + Row(@"\Off", @"C:\poll.cmd now", "Disabled")
            + Row(@"\Com", "COM handler") + "\"cut\"",
            new UTF8Encoding(true));

        var report = await LookAsync();

        report.Summary.ShouldBe("2 scheduled jobs: 2 windows.");
        report.Findings.ShouldHaveSingleItem().Detail.ShouldContain(@"\Other\Poll again:");
    }

    [Fact]
    public async Task WhatIsMalformedHugeOrHostile_IsBoundedAndSaid()
    {
        Export("cut.xml", "<?xml version=\"1.0\"?><Task><Triggers>", Encoding.UTF8);
        Export("bomb.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Task>&a;</Task>", Encoding.UTF8);
        Export("huge.xml", new string(' ', 9 << 20), Encoding.UTF8);
        Export("short.csv", "a,b\n1,2\n", Encoding.UTF8);
        _exports.Add(Path.Combine(_root.Path, "missing.xml"));
        _root.File("etc/crontab", new string('*', 300_000));
        _root.File("etc/cron.d/long", string.Concat(Enumerable.Repeat("* * * * * root x" + new string('y', 9000) + "\n", 3)) + string.Concat(Enumerable.Range(0, 6000).Select(i => $"* * * * * root job{i}\n")));
        _root.File("etc/systemd/system/odd.timer", "[Timer\nOnCalendar\n=\n[Timer]\nOnCalendar=x\nUnit=../../../etc/shadow\n");
        _root.File("etc/systemd/system/timers.target.wants/odd.timer", "");
        File.CreateSymbolicLink(Path.Combine(_root.Path, "etc/profile"), "/dev/zero");

        var report = await LookAsync();

        report.Findings.Select(f => f.Severity).ShouldAllBe(s => s == FindingSeverity.Info);
        report.Findings.Count.ShouldBe(4);
        report.Findings.ShouldContain(f => f.Detail.Contains("cut.xml is no export", StringComparison.Ordinal));
        report.Findings.ShouldContain(f => f.Detail.Contains("bomb.xml is no export", StringComparison.Ordinal));
        report.Findings.ShouldContain(f => f.Detail.Contains("huge.xml cannot be read", StringComparison.Ordinal));
        report.Findings.ShouldContain(f => f.Detail.Contains("missing.xml cannot be read", StringComparison.Ordinal));
        report.Summary.ShouldBe("4997 scheduled jobs: 4997 cron.");
    }

    [Fact]
    public async Task AnEmptyMachine_HasNothing() => (await LookAsync()).Summary.ShouldBe("0 scheduled jobs.");

    [Theory]
    [InlineData("/usr/bin/python3 a.py", "python3 a.py")]
    [InlineData("cd /srv && A=1 nice -n 5 python3   a.py >> log 2>&1", "python3 a.py")]
    [InlineData("flock -n /tmp/l -c 'python3 a.py'", "python3 a.py")]
    [InlineData("sudo -u mina timeout 60 /opt/x --y", "x --y")]
    [InlineData("bash -c \"cd /srv; nohup python3 a.py &\"", "python3 a.py")]
    [InlineData("test -x /usr/bin/python3 && python3 a.py", "python3 a.py")]
    [InlineData("[ -x /usr/bin/python3 ] && python3 a.py", "python3 a.py")]
    [InlineData("", "")]
    public void TheWork_IsTheSame_HoweverItIsWrapped(string command, string work) => CommandText.Work(command).ShouldBe(work);

    [Fact]
    public void TheTimerListOfSystemctl_IsRead_AndAnythingElseIsNothing()
    {
        TimerList.Units("""[{"next":1,"left":2,"last":null,"passed":null,"unit":"a.timer","activates":"a.service"},{"unit":5}]""").ShouldBe(["a.timer"]);
        TimerList.Units("0 timers listed.").ShouldBeEmpty();
        TimerList.Units("{}").ShouldBeEmpty();
    }

    private void Export(string name, string text, Encoding encoding)
    {
        var path = Path.Combine(_root.Path, name);
        File.WriteAllText(path, text, encoding);
        _exports.Add(path);
    }

    private async Task PipeAsync(string name)
    {
        var path = Path.Combine(_root.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync(Cancel);
        made.ExitCode.ShouldBe(0);
    }

    private Task<WatchReport> LookAsync()
    {
        var options = Options.Create(new WatcherOptions { Schedules = new ScheduleOptions { Root = _root.Path, Home = Path.Combine(_root.Path, "home"), Exports = [.. _exports], AskPrograms = false } });
        return new ScheduleWatch(new ScheduleSources(options, new CommandRunner(TimeProvider.System))).LookAsync(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), Cancel);
    }
}
