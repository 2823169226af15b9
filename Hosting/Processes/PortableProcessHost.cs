using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Processes;

/// <summary>Windows: child processes in job objects. macOS: plain child processes with the runtime's own limits.</summary>
internal sealed class PortableProcessHost : IProcessHost
{
    public string Enforcement => OperatingSystem.IsWindows() ? "job object" : "advisory";

    public IReadOnlyList<string> NotEnforced => OperatingSystem.IsWindows() ? [] :
    [
        "CPU and memory limits are advisory on this platform: .NET services keep to them by themselves, other programs do not.",
        "If the host is killed, its processes stay; stop them by hand.",
    ];

    public Task<IChildProcess> StartAsync(
        string name, LaunchPlan plan, ResourceLimitsAnnotation? limits, Action<bool, string> onLine, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(plan.File, plan.Args)
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        ChildEnvironment.Apply(start.Environment, plan, limits, isEnforced: OperatingSystem.IsWindows());
        try
        {
            var process = Process.Start(start) ?? throw new StartException($"{plan.File} does not start.");
            var job = OperatingSystem.IsWindows() ? JobOf(process, limits) : null;
            process.StandardInput.Close();
            var output = Task.WhenAll(
                OutputReader.StartAsync(process.StandardOutput.BaseStream, name + " out", line => onLine(false, line)),
                OutputReader.StartAsync(process.StandardError.BaseStream, name + " err", line => onLine(true, line)));
            return Task.FromResult<IChildProcess>(new PortableChildProcess(process, output, job));
        }
        catch (Win32Exception failure)
        {
            throw new StartException($"{plan.File} does not start: {failure.Message}");
        }
    }

    [SupportedOSPlatform("windows")]
    private static WindowsJob JobOf(Process process, ResourceLimitsAnnotation? limits)
    {
        var job = new WindowsJob(limits);
        try
        {
            job.Add(process);
            return job;
        }
        catch (Win32Exception)
        {
            // Without its job it would have no limits and outlive the host.
            job.Dispose();
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
