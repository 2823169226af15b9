using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using LocalAi.Hosting.Processes;
using LocalAi.Tests.AppHost;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Hosting;

/// <summary>Ctrl+C on the real host: once asks, twice kills.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SecondInterrupt_DuringAStop_KillsAtOnceAndSaysSo()
    {
        // Nobody would wait this long: if the stop is not cut short, the test runs into its own limit.
        await using var host = AppHostProcess.Start(
            _folder.Path, ("Host__StopTimeoutSeconds", "300"), ("Host__Dashboard", "false"), ("Host__PostgresBinaries", "/none"));
        var running = await host.UntilAsync(r => Gateway(r).GetProperty("pid").ValueKind == JsonValueKind.Number, Cancel);
        var hostId = await host.HostIdAsync(Cancel);

        // A service that is frozen does not hear that it is to stop.
        using (var freeze = Process.Start("kill", ["-STOP", $"{Gateway(running).GetProperty("pid").GetInt32()}"]))
        {
            await freeze.WaitForExitAsync(Cancel);
        }

        host.Signal(StopSignal.Interrupt);
        await Eventually.TrueAsync(() => host.Text.Contains("Stopping in reverse order; Ctrl+C again kills.", StringComparison.Ordinal), "the stop has begun", Cancel);
        host.Signal(StopSignal.Interrupt);

        (await host.ExitAsync(Cancel)).ShouldBe(0);
        host.Text.ShouldContain("Killing what has not stopped yet.");
        host.Text.ShouldContain("Stopped.");
        host.Survivors(hostId).ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "logs", "gateway.log"), Cancel)).ShouldContain("gateway was not waited for and is killed.");
    }

    private static JsonElement Gateway(JsonElement host) => host.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "gateway");
}
