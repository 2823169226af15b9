using System.Diagnostics;
using System.Globalization;
using LocalAi.Hosting.Processes;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

/// <summary>What a killed host leaves in run/processes, and who is ended for it.</summary>
public sealed class OrphanTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process = Process.Start("setsid", ["sh", "-c", "sleep 600 & sleep 600"]);

    public async ValueTask InitializeAsync()
    {
        // setsid makes it the leader of its group a moment after it was started.
        while (ProcFileSystem.Stat(_process.Id) is { } stat && ProcFileSystem.Group(stat) != _process.Id)
        {
            await Task.Delay(5, Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        PosixSignals.Send(-_process.Id, StopSignal.Kill);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_SamePidAndStart_EndsItAndItsGroup()
    {
        var registry = Write(ProcFileSystem.BootId(), ProcFileSystem.StartTicks(_process.Id)!.Value);

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBeGreaterThanOrEqualTo(1);

        await _process.WaitForExitAsync(Cancel);
        ProcFileSystem.Processes().Select(ProcFileSystem.Stat).OfType<string[]>()
            .Count(s => ProcFileSystem.Group(s) == _process.Id && !ProcFileSystem.IsZombie(s)).ShouldBe(0);
        File.Exists(registry).ShouldBeFalse();
    }

    [Fact]
    public async Task Sweep_PidOfSomebodyElseByNow_LeavesItAlone()
    {
        var registry = Write(ProcFileSystem.BootId(), ProcFileSystem.StartTicks(_process.Id)!.Value - 1);

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBe(0);

        _process.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Sweep_AnotherBoot_LeavesEverybodyAlone()
    {
        var registry = Write("another-boot", ProcFileSystem.StartTicks(_process.Id)!.Value);

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBe(0);

        _process.HasExited.ShouldBeFalse();
        File.Exists(registry).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\n1 x\n\n99999999999999 1 - a")]
    public async Task Sweep_DamagedFile_DoesNothing(string content)
    {
        var registry = _folder.File("processes", content);

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_GrandchildThatLeftEverything_IsFoundByItsEnvironment()
    {
        using var stray = Process.Start(new ProcessStartInfo("sleep", "600") { Environment = { [ProcessRegistry.HostVariable] = "host-of-test" } })!;
        var registry = _folder.File("processes", $"{ProcFileSystem.BootId()} host-of-test\n");

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBe(1);

        await stray.WaitForExitAsync(Cancel);
        stray.ExitCode.ShouldBe(137);
    }

    [Fact]
    public async Task Sweep_TakesAllCgroupsOfTheKilledHost_AndNobodyElses()
    {
        foreach (var group in new[] { "localai-host-of-test/agent-api/localai-sandbox-7-1", "localai-host-of-test/install", "localai-other/rag" })
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, "pids", group));
        }

        var registry = _folder.File("processes", $"{ProcFileSystem.BootId()} host-of-test\n2147483647 1 {_folder.Path}/pids/localai-host-of-test/agent-api agent-api\n");

        (await OrphanSweep.RunAsync(registry, Cancel)).ShouldBe(0);

        Directory.GetDirectories(Path.Combine(_folder.Path, "pids"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldBe(["localai-other", "rag"], ignoreOrder: true);
    }

    private string Write(string boot, long ticks) =>
        _folder.File("processes", string.Create(CultureInfo.InvariantCulture, $"{boot} 0123456789ab\n{_process.Id} {ticks} - service\n"));
}
