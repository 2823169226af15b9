using System.Globalization;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Watchers;

/// <summary>A /proc of files, so that a test says what the machine does.</summary>
internal sealed class WrittenProc : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _sockets = [];

    public WrittenProc() => Uptime(TimeSpan.FromHours(10));

    public string Root => _folder.Path;

    public void Uptime(TimeSpan up) => _folder.File("uptime", string.Create(CultureInfo.InvariantCulture, $"{up.TotalSeconds:0.00} 1.00\n"));

    /// <summary>Writes a process; said again it goes on, or with another start it is another one.</summary>
    public void Process(
        int pid, string name, int parent, double cpuSeconds = 0, long start = 100, char state = 'S', int? session = null, string? command = null, string? executable = null, string folder = "/srv", long megabytes = 10,
        string environment = "")
    {
        var pages = megabytes * (1 << 20) / Environment.SystemPageSize;
        Write(
            $"{pid}/stat",
            string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) {state} {parent} {pid} {session ?? pid} 0 -1 4194304 1 0 0 0 {(long)(cpuSeconds * 100)} 0 0 0 20 0 1 0 {start} 1000000 {pages} 18446744073709551615 1 1 0\n"));
        _folder.File($"{pid}/cmdline", (command ?? name).Replace(' ', '\0') + "\0");
        _folder.File($"{pid}/environ", environment);
        Link($"{pid}/exe", executable ?? "/usr/bin/" + name);
        Link($"{pid}/cwd", folder);
        Directory.CreateDirectory(Path.Combine(Root, $"{pid}/fd"));
    }

    public void End(int pid) => Directory.Delete(Path.Combine(Root, pid.ToString(CultureInfo.InvariantCulture)), recursive: true);

    /// <summary>Gives a process a listening socket.</summary>
    public void Listen(int pid, int port, long inode)
    {
        Link($"{pid}/fd/{inode}", $"socket:[{inode}]");
        Socket($"0100007F:{port:X4} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0");
    }

    public void Connect(int port, long inode) => Socket($"0100007F:{port:X4} 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0");

    public void Dispose() => _folder.Dispose();

    private void Socket(string line)
    {
        _sockets.Add(line);
        _folder.File("net/tcp", "  sl  local_address rem_address   st …\n" + string.Join('\n', _sockets.Select((s, i) => $"   {i}: {s}")) + "\n");
    }

    /// <summary>Whole or not at all, as the kernel does it.</summary>
    private void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_folder.File("part", text), path, overwrite: true);
    }

    private void Link(string name, string target)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (new FileInfo(path).LinkTarget == target)
        {
            return;
        }

        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }
}
