using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;
using LocalAi.Tests.AgentApi.Support;

namespace LocalAi.Tests.AgentApi.Sandbox;

public sealed class SandboxRunnerTests : IAsyncLifetime
{
    private WorkspaceHost _ws = null!;
    private SandboxRunner _sandbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "The sandbox needs bubblewrap: apt-get install bubblewrap");
        _ws = new WorkspaceHost(("Agent:Sandbox:MemoryMb", "300"), ("Agent:Sandbox:MaxFileMb", "20"), ("Agent:Sandbox:MaxDiskMb", "200"), ("Agent:Sandbox:MaxOutputBytes", "20000"));
        _ws.OpenToSandbox();
        _sandbox = _ws.Host.Get<SandboxRunner>();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _ws is null ? ValueTask.CompletedTask : _ws.DisposeAsync();

    [Fact]
    public async Task Run_Program_GivesOutputErrorAndCode()
    {
        var result = await BashAsync("echo out; echo err >&2; exit 3");
        result.ShouldBe(new SandboxResult(3, "out\n", "err\n", 8, null));
    }

    [Fact]
    public async Task Run_Workspace_IsWrittenAsItsOwner()
    {
        (await BashAsync("cat a.txt; echo x > new.txt; pwd")).Output.ShouldBe("hello\n/workspace/ws\n");
        File.ReadAllText(Path.Combine(_ws.Root, "new.txt")).ShouldBe("x\n");
        (await BashAsync("stat -c %u new.txt a.txt | sort -u | wc -l")).Output.ShouldBe("1\n");
    }

    [Theory]
    [InlineData("cat /etc/shadow")]
    [InlineData("cat /etc/passwd | grep root")]
    [InlineData("ls /root /home")]
    [InlineData("cat {evil}/secret")]
    [InlineData("cat /workspace/ws/../../ws-evil/secret")]
    [InlineData("ln -s {evil} door && cat door/secret")]
    [InlineData("cat /proc/1/root{evil}/secret")]
    [InlineData("echo x > /workspace/docs/new")]
    [InlineData("echo x > /usr/x")]
    [InlineData("echo x > /etc/x")]
    [InlineData("echo x > /x")]
    [InlineData("touch /workspace/x")]
    [InlineData("mount -t tmpfs none /mnt")]
    [InlineData("unshare -U true")]
    [InlineData("unshare -r true")]
    [InlineData("/usr/bin/bwrap --ro-bind / / true")]
    [InlineData("chroot / true")]
    [InlineData("nsenter -t 1 -a true")]
    [InlineData("exec 3<>/dev/tcp/127.0.0.1/22")]
    [InlineData("exec 3<>/dev/tcp/1.1.1.1/80")]
    [InlineData("exec 3<>/dev/udp/8.8.8.8/53 && echo x >&3 && timeout 1 head -c1 <&3 | grep .")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX)'")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)'")]
    [InlineData("python3 -c 'import ctypes,os; l=ctypes.CDLL(None,use_errno=True); exit(0 if l.ptrace(16,1,0,0)==0 else 1)'")]
    [InlineData("python3 -c 'import ctypes; l=ctypes.CDLL(None); exit(0 if l.syscall(425,1,0)>=0 else 1)'")]
    [InlineData("python3 -c 'import ctypes; l=ctypes.CDLL(None); exit(0 if l.syscall(321,0,0,0)>=0 else 1)'")]
    [InlineData("kill -9 1 && sleep 1 && test ! -d /proc/1")]
    [InlineData("echo x > /proc/sys/kernel/hostname")]
    [InlineData("sudo -n true")]
    [InlineData("ls /sys/kernel")]
    [InlineData("cat /dev/mem /dev/sda")]
    [InlineData("mknod dev c 1 3")]
    public async Task Run_WayOut_Fails(string command)
    {
        var result = await BashAsync(command.Replace("{evil}", _ws.Evil, StringComparison.Ordinal));
        result.ExitCode.ShouldNotBe(0, result.Output);
        result.Output.ShouldNotContain(WorkspaceHost.Secret);
        Directory.GetFileSystemEntries(_ws.Docs).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Run_Environment_IsEmptyButForWhatIsNeeded()
    {
        Environment.SetEnvironmentVariable("LOCALAI_TEST_SECRET", WorkspaceHost.Secret);
        var names = (await BashAsync("env | cut -d= -f1 | sort | tr '\\n' ' '; id -u; cat /proc/1/environ | tr '\\0' '\\n' | grep -c SECRET")).Output;
        names.ShouldStartWith("HOME LANG ");
        names.ShouldNotContain("SECRET");
        names.TrimEnd().ShouldEndWith("\n0");
        names.ShouldNotContain(" 0\n");
    }

    [Fact]
    public async Task Run_NeverAsRoot() => (await BashAsync("id -u")).Output.ShouldNotBe("0\n");

    [Fact]
    public async Task Run_GitAndSecretsOfTheWorkspace_AreProtected()
    {
        Directory.CreateDirectory(Path.Combine(_ws.Root, ".git", "hooks"));
        File.WriteAllText(Path.Combine(_ws.Root, ".env"), WorkspaceHost.Secret);
        _ws.OpenToSandbox();
        (await BashAsync("echo x > .git/hooks/pre-commit")).ExitCode.ShouldNotBe(0);
        (await BashAsync("echo x > .git/config")).ExitCode.ShouldNotBe(0);
        (await BashAsync("cat .env")).Output.ShouldBe("");
        Directory.GetFiles(Path.Combine(_ws.Root, ".git", "hooks")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fork", ":(){ :|:& };:; sleep 30")]
    [InlineData("time", "sleep 1000")]
    [InlineData("time in background", "nohup setsid sleep 1000 >/dev/null 2>&1 & disown; sleep 1000")]
    [InlineData("ignores signals", "trap '' TERM INT HUP; while :; do sleep 1; done")]
    [InlineData("cpu", "while :; do :; done")]
    [InlineData("memory", "python3 -c 'x=[bytearray(50<<20) for _ in range(400)]; import time; time.sleep(30)'")]
    [InlineData("memory of many", "for i in 1 2 3 4 5 6; do python3 -c 'x=bytearray(100<<20); import time; time.sleep(30)' & done; wait")]
    [InlineData("disk", "head -c 10G /dev/zero > big; sleep 30")]
    [InlineData("disk of many", "for i in $(seq 1 400); do head -c 15M /dev/zero > f$i; done; sleep 30")]
    [InlineData("tmp", "head -c 1G /dev/zero > /tmp/big; sleep 30")]
    [InlineData("output", "yes")]
    [InlineData("descriptors", "python3 -c 'a=[open(\"/dev/null\") for _ in range(5000)]'; sleep 30")]
    public async Task Run_Bomb_IsEndedAndLeavesNothing(string kind, string command)
    {
        var mark = "localai-bomb-" + Guid.NewGuid().ToString("N");
        var result = await _sandbox.RunAsync(Command(["/bin/bash", "-c", command, mark], seconds: 2), Token);

        (result.Ended is not null || result.ExitCode != 0).ShouldBeTrue($"{kind}: {result}");
        result.Output.Length.ShouldBeLessThanOrEqualTo(20_000);
        (await SurvivorsAsync(mark)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_Cancelled_LeavesNothing()
    {
        var mark = "localai-cancel-" + Guid.NewGuid().ToString("N");
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = _sandbox.RunAsync(Command(["/bin/bash", "-c", "echo started > started; sleep 500", mark], 60), leave.Token);
        for (var i = 0; i < 400 && !File.Exists(Path.Combine(_ws.Root, "started")); i++)
        {
            await Task.Delay(25, Token);
        }

        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run);
        (await SurvivorsAsync(mark)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("; id")]
    [InlineData("$(id)")]
    [InlineData("`id`")]
    [InlineData("\n id")]
    [InlineData("--help")]
    [InlineData("' ; id '")]
    public async Task Run_ArgumentsWithShellCharacters_ReachTheProgramAsTheyAre(string argument) =>
        (await _sandbox.RunAsync(Command(["/usr/bin/printf", "%s", argument], 10), Token)).Output.ShouldBe(argument == "--help" ? "--help" : argument);

    [Fact]
    public async Task Run_Threads_AndSubprocesses_Work() =>
        (await BashAsync("python3 -I -c 'import threading,subprocess; t=threading.Thread(target=lambda: print(subprocess.run([\"echo\",\"ok\"],capture_output=True,text=True).stdout)); t.start(); t.join()'"))
            .Output.ShouldContain("ok");

    [Fact]
    public async Task Health_TellsOfTheSandbox()
    {
        var health = await _ws.Host.Http().GetStringAsync("health", Token);
        health.ShouldContain("\"sandbox\":{\"status\":\"ok\"");
    }

    [Fact]
    public async Task Missing_SandboxOff_ToolsAreOffAndSayWhy()
    {
        await using var off = new WorkspaceHost(("Agent:Sandbox:Enabled", "false"));
        (await off.NotOkAsync("execute_bash", new { command = "id" })).Message!.ShouldContain("Agent:Sandbox:Enabled");
        await Should.ThrowAsync<SandboxUnavailableException>(() => off.Host.Get<SandboxRunner>().RunAsync(Command(["id"], 1), Token));
    }

    private Task<SandboxResult> BashAsync(string command) => _sandbox.RunAsync(Command(["/bin/bash", "-c", command], 20), Token);

    private SandboxCommand Command(string[] arguments, int seconds) =>
        new(arguments, new WorkspacePath(_ws.Host.Get<WorkspaceList>().All[0], "."), TimeSpan.FromSeconds(seconds));

    private static async Task<string[]> SurvivorsAsync(string mark)
    {
        for (var i = 0; ; i++)
        {
            var found = Directory.GetDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0]) && Line(d).Contains(mark, StringComparison.Ordinal)).ToArray();
            if (found.Length == 0 || i == 40)
            {
                return found;
            }

            await Task.Delay(50, Token);
        }

        static string Line(string process)
        {
            try
            {
                return File.ReadAllText(process + "/cmdline");
            }
            catch (IOException)
            {
                return "";
            }
        }
    }
}
