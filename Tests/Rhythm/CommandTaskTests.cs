using LocalAi.Contracts.Rhythm;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

/// <summary>User tasks that run a command, in the real sandbox.</summary>
public sealed class CommandTaskTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RhythmHost _host = null!;
    private RhythmClient _rhythm = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var workspace = Directory.CreateDirectory(Path.Combine(_folder.Path, "notes")).FullName;
        if (Environment.UserName == "root")
        {
            // The sandbox drops to the workspace's owner, who must be able to come in.
            using var give = System.Diagnostics.Process.Start("/bin/sh", ["-c", "chmod 755 \"$1\"; chown -R nobody \"$1/notes\"", "sh", _folder.Path]);
            await give.WaitForExitAsync(Cancel);
        }

        _host = RhythmHost.Start(
            await postgres.CreateDatabaseAsync(Cancel), [ProbeTask.Daily("daily")], ("Agent:Workspaces:0:Path", workspace), ("Agent:Workspaces:0:Mode", "rw"), ("Agent:Workspaces:0:Name", "notes"));
        _rhythm = new RhythmClient(_host.Http());
        await Eventually.TrueAsync(() => _host.Leads, "the node leads", Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ACommand_RunsInItsWorkspace_WithTheRunsId_AndTheEndOfItsOutputIsKept()
    {
        var run = await RunAsync(new RhythmTaskDefinition
        {
            Name = "tidy",
            Every = "1.00:00:00",
            Workspace = "notes",
            Shell = "seq 1 2000; echo \"run $RHYTHM_RUN\" > made; echo password=hunter2-hunter2; echo last",
        });

        run.Outcome.ShouldBe("succeeded", run.Summary);
        run.Summary.ShouldNotBeNull().ShouldStartWith("exit code 0\n");
        run.Summary.ShouldEndWith("last");
        run.Summary.ShouldNotContain("hunter2");
        run.Summary.ShouldNotContain("\n1\n");
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "notes", "made"), Cancel)).ShouldBe($"run {run.Id}\n");
    }

    [Fact]
    public async Task ACommandThatFails_HasFailed_WithItsErrors_AndHasNoNetwork()
    {
        var run = await RunAsync(new RhythmTaskDefinition
        {
            Name = "net",
            Every = "1.00:00:00",
            Command = ["/usr/bin/python3", "-c", "import socket,sys; sys.stderr.write('trying\\n'); socket.create_connection(('127.0.0.1', 1))"],
        });

        run.Outcome.ShouldBe("failed");
        run.Summary.ShouldNotBeNull().ShouldStartWith("exit code 1\n");
        run.Summary.ShouldContain("trying");
        run.Summary.ShouldContain("Error");
    }

    [Fact]
    public async Task ACommandThatTakesTooLong_IsEnded()
    {
        var run = await RunAsync(new RhythmTaskDefinition { Name = "slow", Every = "1.00:00:00", Timeout = "00:00:02", Command = ["sleep", "1000"] });

        run.Outcome.ShouldBeOneOf("timeout", "failed");
        run.Summary.ShouldNotBeNull().ShouldContain("limit");
    }

    private async Task<RhythmRun> RunAsync(RhythmTaskDefinition task)
    {
        await _rhythm.AddTaskAsync(task, Cancel);
        await _rhythm.RunAsync(task.Name, Cancel);
        RhythmRun? ended = null;
        await Eventually.TrueAsync(async () => (ended = (await _rhythm.GetRunsAsync(task.Name, null, 10, Cancel)).Runs.FirstOrDefault(r => r.Outcome is not null)) is not null, "the run ends", Cancel);
        return ended!;
    }
}
