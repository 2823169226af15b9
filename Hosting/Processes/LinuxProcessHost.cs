using System.ComponentModel;
using System.Diagnostics;
using LocalAi.Hosting.Limits;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// Linux: every program goes through a shell that joins its cgroups and then becomes the program (same pid), in a session of its own (Ctrl+C of the
/// terminal reaches only the host), with SIGKILL as parent-death signal.
/// </summary>
internal sealed class LinuxProcessHost : IProcessHost
{
    // $1: cgroup.procs files joined by ':' or '-'. The rest is the program.
    private const string Shim = """
        groups=$1; shift; old=$IFS; IFS=:
        for group in $groups; do [ "$group" = - ] || echo $$ > "$group" || { echo "cannot join the limits $group" >&2; exit 126; }; done
        IFS=$old; exec "$@"
        """;

    private readonly StarterThread _starter;
    private readonly ProcessRegistry _registry;
    private readonly ILimitEnforcer _limits;
    private readonly Process _janitor;
    private readonly bool _hasDeathSignal;

    private LinuxProcessHost(ProcessRegistry registry, ILimitEnforcer limits, StarterThread starter, Process janitor)
    {
        _registry = registry;
        _limits = limits;
        _starter = starter;
        _janitor = janitor;
        _hasDeathSignal = FindProgram.OnPath("setpriv") is not null;
        NotEnforced = _hasDeathSignal
            ? limits.NotEnforced
            : [.. limits.NotEnforced, "setpriv (util-linux) is not installed: after a SIGKILL of the host, processes end a moment later instead of at once."];
    }

    public string Enforcement => _limits.Name;

    public IReadOnlyList<string> NotEnforced { get; }

    public static async Task<LinuxProcessHost> CreateAsync(ProcessRegistry registry, ILimitEnforcer limits)
    {
        if (FindProgram.OnPath("setsid") is null)
        {
            throw new StartException("setsid (util-linux) is not installed; it keeps Ctrl+C from reaching the services before they are stopped in order. Install util-linux.");
        }

        registry.Write();
        var starter = new StarterThread();
        return new LinuxProcessHost(registry, limits, starter, await starter.StartAsync(Janitor.Start(registry.FilePath)));
    }

    public async Task<IChildProcess> StartAsync(
        string name, LaunchPlan plan, ResourceLimitsAnnotation? limits, Action<bool, string> onLine, CancellationToken cancellationToken)
    {
        var scope = limits is null && _limits is AdvisoryLimits ? null : _limits.Open(name, limits);
        var start = Describe(plan, limits, scope);
        Process process;
        try
        {
            process = await _starter.StartAsync(start).WaitAsync(cancellationToken);
        }
        catch (Win32Exception failure)
        {
            throw new StartException($"{plan.File} does not start: {failure.Message}");
        }

        _registry.Add(process.Id, name, scope?.Folders ?? []);
        process.StandardInput.Close();
        var output = Task.WhenAll(
            OutputReader.StartAsync(process.StandardOutput.BaseStream, name + " out", line => onLine(false, line)),
            OutputReader.StartAsync(process.StandardError.BaseStream, name + " err", line => onLine(true, line)));
        return new LinuxChildProcess(process, scope, _registry, output);
    }

    public async ValueTask DisposeAsync()
    {
        _limits.Close();
        _registry.Delete();
        _janitor.StandardInput.Close();
        await _janitor.WaitForExitAsync();
        _janitor.Dispose();
        _starter.Dispose();
    }

    private ProcessStartInfo Describe(LaunchPlan plan, ResourceLimitsAnnotation? limits, LimitScope? scope)
    {
        var groups = scope is null || scope.Folders.Count == 0 ? "-" : string.Join(':', scope.Folders.Select(f => Path.Combine(f, "cgroup.procs")));
        List<string> args = ["-c", Shim, "localai-shim", groups, "setsid"];
        if (plan.RunAs is { } user)
        {
            args.AddRange(["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"]);
        }

        if (_hasDeathSignal)
        {
            // A change of user clears the signal, so it is set last.
            args.AddRange(["setpriv", "--pdeathsig", "KILL", "--"]);
        }

        var start = new ProcessStartInfo("/bin/sh", [.. args, plan.File, .. plan.Args])
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        ChildEnvironment.Apply(start.Environment, plan, limits, isEnforced: scope is { Folders.Count: > 0 });
        start.Environment[ProcessRegistry.HostVariable] = _registry.HostId;
        return start;
    }
}
