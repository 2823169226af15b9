using System.Diagnostics;
using System.Runtime.InteropServices;
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

    public SandboxRunner(ProcessLauncher launcher, WorkspaceList workspaces, IOptions<AgentOptions> options, TimeProvider time)
    {
        _launcher = launcher;
        _workspaces = workspaces;
        _options = options.Value.Sandbox;
        _time = time;
        _files = new Lazy<string>(WriteFiles);
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
        using var process = await _launcher.StartAsync(Start(command, owner), cancellationToken);
        process.StandardInput.Close();
        var output = new CappedText(_options.MaxOutputBytes);
        var error = new CappedText(_options.MaxOutputBytes);
        var reading = Task.WhenAll(
            output.ReadAsync(process.StandardOutput.BaseStream, CancellationToken.None),
            error.ReadAsync(process.StandardError.BaseStream, CancellationToken.None));
        string? ended;
        try
        {
            ended = await WatchAsync(process, command, limit, output, error, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            throw;
        }

        if (ended is not null)
        {
            await KillAsync(process);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        await reading.WaitAsync(TimeSpan.FromSeconds(5), _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new SandboxResult(process.ExitCode, output.Text, error.Text, output.Bytes + error.Bytes, ended);
    }

    public void Dispose()
    {
        if (_files.IsValueCreated)
        {
            Directory.Delete(_files.Value, recursive: true);
        }
    }

    private static string? FindMissing(SandboxOptions options) =>
        !options.Enabled ? "Execution is turned off (Agent:Sandbox:Enabled)."
        : !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "The sandbox needs Linux on x86-64."
        : !File.Exists(Bubblewrap) ? "The sandbox needs bubblewrap: apt-get install bubblewrap. Nothing is run without it."
        : !File.Exists("/usr/bin/prlimit") || !File.Exists("/usr/bin/setpriv") ? "The sandbox needs prlimit and setpriv: apt-get install util-linux."
        : null;

    private async Task<string?> WatchAsync(Process process, SandboxCommand command, TimeSpan limit, CappedText output, CappedText error, CancellationToken cancellationToken)
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
                return null;
            }
            catch (TimeoutException)
            {
                var broken =
                    _time.GetElapsedTime(start) > limit ? $"the time limit of {limit.TotalSeconds:0} s"
                    : output.Bytes + error.Bytes > 64L * _options.MaxOutputBytes ? "the output limit"
                    : ProcessTree.ResidentBytes(process.Id) > (long)_options.MemoryMb << 20 ? $"the memory limit of {_options.MemoryMb} MB"
                    : free - drive.AvailableFreeSpace > (long)_options.MaxDiskMb << 20 ? $"the disk limit of {_options.MaxDiskMb} MB"
                    : null;
                if (broken is not null)
                {
                    return broken;
                }
            }
        }
    }

    private static async Task KillAsync(Process process)
    {
        // The first process of the sandbox's own process namespace goes with bubblewrap, and everything in the namespace with it.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private ProcessStartInfo Start(SandboxCommand command, uint owner)
    {
        var files = _files.Value;
        List<string> all =
        [
            .. SandboxUser.Prefix(owner, _options.User),

            // A filter is handed over as an open file, which .NET cannot do and a shell can; the command itself comes as "$@", so the shell reads none of it.
            "/bin/sh", "-c", "exec " + Bubblewrap + " --seccomp 9 \"$@\" 9<" + files + "/filter", "sandbox",
            .. SandboxArguments.Build(command, _workspaces.All, _options, files + "/passwd"),
        ];
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        return start;
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
