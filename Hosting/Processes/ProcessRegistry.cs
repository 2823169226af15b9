using System.Globalization;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Processes;

/// <summary>
/// The file run/processes: every process of this host, so that the next start, or the janitor, can end what a killed host left behind.
/// First line: boot id and host id. Then per process: pid, start ticks, its cgroup folders joined by ':' or '-', name.
/// </summary>
internal sealed class ProcessRegistry
{
    /// <summary>Every process of a host inherits this variable, with the host's id as value.</summary>
    public const string HostVariable = "LOCALAI_HOST_ID";

    private readonly Lock _gate = new();
    private readonly Dictionary<int, string> _lines = [];
    private readonly string _path;

    public ProcessRegistry(string runFolder)
    {
        _path = Path.Combine(runFolder, "processes");
        HostId = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12];
    }

    public string HostId { get; }

    public string FilePath => _path;

    public void Add(int pid, string name, IReadOnlyList<string> cgroups)
    {
        if (ProcFileSystem.StartTicks(pid) is not { } ticks)
        {
            return;
        }

        lock (_gate)
        {
            _lines[pid] = $"{pid} {ticks} {(cgroups.Count == 0 ? "-" : string.Join(':', cgroups))} {name}";
            Write();
        }
    }

    public void Remove(int pid)
    {
        lock (_gate)
        {
            if (_lines.Remove(pid))
            {
                Write();
            }
        }
    }

    /// <summary>Nothing is left to clean up.</summary>
    public void Delete() => File.Delete(_path);

    public void Write() => AtomicFile.Write(_path, $"{ProcFileSystem.BootId()} {HostId}\n" + string.Concat(_lines.Values.Select(l => l + "\n")));
}
