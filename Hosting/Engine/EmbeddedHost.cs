using System.Diagnostics;
using LocalAi.Hosting.Dashboard;
using LocalAi.Hosting.Limits;
using LocalAi.Hosting.Processes;
using LocalAi.Hosting.Programs;
using LocalAi.Hosting.Storage;
using LocalAi.Hosting.Terminal;

namespace LocalAi.Hosting.Engine;

/// <summary>One run of the application: takes the data folder, starts everything, tells how it goes, and ends everything.</summary>
internal sealed class EmbeddedHost(DistributedApplicationBuilder builder, TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The running application; null before it starts.</summary>
    public Orchestrator? Running { get; private set; }

    /// <summary>Runs until cancelled or signalled.</summary>
    /// <exception cref="StartException">It cannot start; the message is for the user.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var (startedAt, hostStart) = ProcessStart(time);
        var options = EngineOptions.Read(builder.Configuration);
        var folder = DataFolder.Open(DataFolder.Locate(builder.Configuration));
        using var instance = InstanceLock.Take(folder);
        var registry = new ProcessRegistry(folder.Run);
        var orphans = await OrphanSweep.RunAsync(registry.FilePath, cancellationToken);
        if (orphans > 0)
        {
            await output.WriteLineAsync($"Ended {orphans} processes that an earlier LocalAi, which was killed, left behind.");
        }

        var ports = new Dictionary<string, int> { ["Dashboard"] = options.DashboardPort, ["Otlp"] = options.OtlpPort };
        PortAllocation.Allocate(builder.Resources, options.Dashboard ? ports : [], folder);
        var settings = options.Dashboard ? DashboardSettings.Create(ports["Dashboard"], ports["Otlp"]) : null;

        await using var processes = await CreateProcessHostAsync(registry, options);
        using var signals = new StopSignals(output);
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ProbeTimeout, UseProxy = false, UseCookies = false }) { Timeout = ProbeTimeout };
        using var install = new InstallCommand(processes, options.Install);

        var board = new ResourceBoard(builder.Resources.Select(r => ResourceSnapshots.Of(r, processes.Enforcement)));
        var values = new ResourceValues(builder.ExecutionContext, r => board.Find(r.Name) is { State: Monitoring.ResourceStates.Absent });
        var telemetry = new TelemetryTarget(settings?.OtlpUrl, settings?.ApiKey, builder.Environment.EnvironmentName == "Development");
        var ready = new ReadyWatch([.. builder.Resources], board, time, hostStart);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.First);
        var settled = ready.WaitAsync(stop.Token);
        var programs = new ProgramFactory(folder, options, builder.AppHostDirectory, values, client, telemetry, install, settled);
        var context = new RunnerContext(board, processes, options, time, hostStart, signals.Second);
        List<ResourceRunner> runners =
        [
            .. builder.Resources.Select(r => (Resource: r, Program: programs.Create(r))).Where(r => r.Program is not null)
                .Select(r => new ResourceRunner(r.Resource, r.Program!, new ResourceConsole(time, new RotatingLog(folder.Logs, r.Resource.Name)), context)),
        ];
        await using var orchestrator = new Orchestrator(board, runners, ready, startedAt);
        await using var dashboard = settings is null ? null : DashboardStarter.Create(settings, time);

        using var background = new CancellationTokenSource();
        var runFile = new RunFile(folder, orchestrator, board, settings?.LoginUrl, time).RunAsync(background.Token);
        var sampling = new UsageSampler(runners, board, time).RunAsync(background.Token);
        try
        {
            orchestrator.Start();
            Running = orchestrator;
            await TellAsync(orchestrator, ready, settled, dashboard, settings, [.. processes.NotEnforced], time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            await SayAsync("Stopping in reverse order; Ctrl+C again kills.");
            await orchestrator.StopAsync();
            await background.CancelAsync();
            await Task.WhenAll(runFile, sampling);
            await SayAsync("Stopped.");
        }
    }

    // What was done before Main, the runtime's own start included, is part of the user's wait.
    private static (DateTimeOffset At, long Timestamp) ProcessStart(TimeProvider time)
    {
        using var self = Process.GetCurrentProcess();
        var at = new DateTimeOffset(self.StartTime);
        var age = time.GetUtcNow() - at;
        return (at.ToUniversalTime(), time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency));
    }

    private static async Task<IProcessHost> CreateProcessHostAsync(ProcessRegistry registry, EngineOptions options) =>
        OperatingSystem.IsLinux()
            ? await LinuxProcessHost.CreateAsync(registry, LimitDetection.Detect(registry.HostId, options.EnforceLimits))
            : new PortableProcessHost();

    // A terminal that was closed must not keep anything from being stopped.
    private async Task SayAsync(string text)
    {
        try
        {
            await output.WriteLineAsync(text);
        }
        catch (IOException)
        {
            // Nobody listens.
        }
    }

    private async Task TellAsync(
        Orchestrator orchestrator, ReadyWatch ready, Task<bool> settled, DashboardServer? dashboard, DashboardSettings? settings, IReadOnlyList<string> notes, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // The resources are on their way already; the dashboard comes up beside them.
        var report = new StartupReport(output, isTerminal, time);
        var serving = DashboardStarter.StartAsync(dashboard, orchestrator, cancellationToken);
        await report.ShowAsync(orchestrator, Task.WhenAll(settled, serving));
        await serving;
        var isReady = await settled;
        report.Summarize(orchestrator, dashboard is null ? null : settings?.LoginUrl, notes);
        var following = report.FollowAsync(orchestrator, cancellationToken);
        if (!isReady)
        {
            _ = ReadyLaterAsync(ready, cancellationToken);
        }

        await following;
    }

    private async Task ReadyLaterAsync(ReadyWatch ready, CancellationToken cancellationToken)
    {
        try
        {
            while (!await ready.WaitAsync(cancellationToken))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }

            await output.WriteLineAsync("Everything is ready now.");
        }
        catch (OperationCanceledException)
        {
            // The host stops before that.
        }
    }
}
