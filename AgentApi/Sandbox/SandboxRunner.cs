using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>Runs a program in bubblewrap with a seccomp filter and limits, or not at all.</summary>
internal sealed class SandboxRunner : IDisposable
{
    private const string Bubblewrap = "/usr/bin/bwrap";
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);

    private readonly ProcessLauncher _launcher;
    private readonly WorkspaceList _workspaces;
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<string> _files;
    private readonly Lazy<SandboxGroups?> _groups;

    public SandboxRunner(ProcessLauncher launcher, WorkspaceList workspaces, IOptions<AgentOptions> options, TimeProvider time)
    {
        _launcher = launcher;
        _workspaces = workspaces;
        _options = options.Value.Sandbox;
        _time = time;
        _files = new Lazy<string>(WriteFiles);
        _groups = new Lazy<SandboxGroups?>(() => SandboxGroups.TryCreate(_options));
        Missing = FindMissing(_options);
    }

    /// <summary>Why nothing can be run on this machine and what brings it, or null.</summary>
    public string? Missing { get; }

    /// <exception cref="SandboxUnavailableException">No sandbox can be had.</exception>
    public async Task<SandboxResult> RunAsync(SandboxCommand command, CancellationToken cancellationToken)
    {
        if (Missing is { } missing)
        {
            throw new SandboxUnavailableException(missing);
        }

        // The folder is opened as the file tools do, so its path leads nowhere else; the sandbox sees only what is mounted anyway.
        uint owner;
        using (var folder = WorkspaceFiles.OpenFolder(command.WorkingDirectory))
        {
            owner = Native.TryStat(folder, out var status) ? status.Owner : 0;
        }

        var limit = TimeSpan.FromSeconds(Math.Min(command.Timeout.TotalSeconds, _options.MaxSeconds));
        var group = _groups.Value?.Rent();
        try
        {
            await using var network = command.Network is { } serve ? new SandboxNetwork(serve) : null;
            using var gate = new SandboxGate();
            using var process = await StartAsync(command, owner, limit, gate, network, cancellationToken);
            process.StandardInput.Close();
            return await FollowAsync(process, new SandboxOutput(process, gate, first => Limit(first, group, limit), network, _options.MaxOutputBytes), command, group, limit, cancellationToken);
        }
        finally
        {
            if (group is not null)
            {
                _groups.Value!.Return(group);
            }
        }
    }

    public void Dispose()
    {
        if (_files.IsValueCreated)
        {
            Directory.Delete(_files.Value, recursive: true);
        }

        if (_groups.IsValueCreated)
        {
            _groups.Value?.Dispose();
        }
    }

    private static string? FindMissing(SandboxOptions options) =>
        !options.Enabled ? "Execution is turned off (Agent:Sandbox:Enabled)."
        : !OperatingSystem.IsLinux() || !SeccompFilter.IsSupported ? "The sandbox needs Linux on x86-64 or arm64."
        : !File.Exists(Bubblewrap) ? "The sandbox needs bubblewrap: apt-get install bubblewrap. Nothing is run without it."
        : (!SandboxLimits.CanSetFromOutside && !File.Exists("/usr/bin/prlimit")) || (Native.EffectiveUser() == 0 && !File.Exists("/usr/bin/setpriv"))
            ? "The sandbox needs prlimit and setpriv: apt-get install util-linux."
        : null;

    /// <summary>Sets the limits of all processes together and of each; called before the program is let go.</summary>
    private void Limit(int first, SandboxGroup? group, TimeSpan time)
    {
        group?.Enter(first);
        if (SandboxLimits.CanSetFromOutside)
        {
            SandboxLimits.Set(first, _options, time);
        }
    }

    private async Task<SandboxResult> FollowAsync(Process process, SandboxOutput streams, SandboxCommand command, SandboxGroup? group, TimeSpan limit, CancellationToken cancellationToken)
    {
        string? ended;
        try
        {
            ended = await WatchAsync(process, streams, command, group, limit, cancellationToken);
        }
        catch
        {
            // Killed before its gate is closed for good, which would let it go.
            await KillAsync(process);
            throw;
        }

        if (ended is not null)
        {
            await KillAsync(process);
        }

        await streams.Finished.WaitAsync(TimeSpan.FromSeconds(5), _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new SandboxResult(process.ExitCode, streams.Output.Text, streams.Error.Text, streams.Bytes, ended);
    }

    private async Task<string?> WatchAsync(Process process, SandboxOutput streams, SandboxCommand command, SandboxGroup? group, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var exited = process.WaitForExitAsync(cancellationToken);
        var drive = new DriveInfo(command.WorkingDirectory.Workspace.RealPath);
        var free = drive.AvailableFreeSpace;
        while (true)
        {
            try
            {
                await exited.WaitAsync(Watch, _time, cancellationToken);
                if (streams.Finished.IsFaulted)
                {
                    await streams.Finished;
                }

                return group is { RanOutOfMemory: true } ? MemoryLimit : null;
            }
            catch (TimeoutException)
            {
                if (streams.Finished.IsFaulted)
                {
                    await streams.Finished;
                }

                var broken =
                    _time.GetElapsedTime(start) > limit ? $"the time limit of {limit.TotalSeconds:0} s"
                    : streams.Bytes > 64L * _options.MaxOutputBytes ? "the output limit"
                    : IsOverMemory(process, group) ? MemoryLimit
                    : free - drive.AvailableFreeSpace > (long)_options.MaxDiskMb << 20 ? $"the disk limit of {_options.MaxDiskMb} MB"
                    : null;
                if (broken is not null)
                {
                    return broken;
                }
            }
        }
    }

    private string MemoryLimit => $"the memory limit of {_options.MemoryMb} MB";

    private bool IsOverMemory(Process process, SandboxGroup? group) =>
        group is { BoundsMemory: true } ? group.RanOutOfMemory : ProcessTree.ResidentBytes(process.Id) > (long)_options.MemoryMb << 20;

    private static async Task KillAsync(Process process)
    {
        // The first process of the sandbox's own process namespace goes with bubblewrap, and everything in the namespace with it.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private Task<Process> StartAsync(SandboxCommand command, uint owner, TimeSpan limit, SandboxGate gate, SandboxNetwork? network, CancellationToken cancellationToken)
    {
        var files = _files.Value;

        // Read to its end by bubblewrap, so each run opens it anew.
        var filter = File.OpenHandle(files + "/filter");
        List<string> all =
        [
            .. SandboxUser.Prefix(owner, _options.User), Bubblewrap, .. gate.Arguments,
            "--seccomp", filter.DangerousGetHandle().ToString(CultureInfo.InvariantCulture),
            .. SandboxArguments.Build(command, _workspaces.All, files + "/passwd"), .. SandboxLimits.Words(_options, limit), .. network?.Words ?? [], .. command.Arguments,
        ];
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        return _launcher.StartAsync(start, network is null ? [filter, gate.Teller, gate.Bar] : [filter, gate.Teller, gate.Bar, network.Inside], cancellationToken);
    }

    private static string WriteFiles()
    {
        var folder = Directory.CreateTempSubdirectory($"localai-sandbox-{Environment.ProcessId}-").FullName;
        File.WriteAllBytes(folder + "/filter", SeccompFilter.Build());
        File.WriteAllText(folder + "/passwd", $"user:x:{Native.EffectiveUser()}:0:user:/tmp/home:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n", new UTF8Encoding(false));
        if (OperatingSystem.IsLinux())
        {
            // Nothing secret; the user the service drops to must be able to read it.
            const UnixFileMode ReadableFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            File.SetUnixFileMode(folder, ReadableFile | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            File.SetUnixFileMode(folder + "/filter", ReadableFile);
            File.SetUnixFileMode(folder + "/passwd", ReadableFile);
        }

        return folder;
    }
}
