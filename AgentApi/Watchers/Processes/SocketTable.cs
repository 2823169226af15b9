using System.Globalization;

namespace LocalAi.AgentApi.Watchers.Processes;

/// <summary>TCP sockets and who owns them, from /proc/net/tcp, tcp6 and the processes' open files.</summary>
internal sealed class SocketTable(string root = "/proc")
{
    private const int Most = 20_000;
    private const int MostFiles = 4096;

    private readonly Dictionary<long, ProcessIdentity> _owners = [];

    /// <summary>All sockets now, at most 20,000 of each family.</summary>
    public IReadOnlyList<TcpSocket> Read() => [.. ReadFile("net/tcp"), .. ReadFile("net/tcp6")];

    /// <summary>
    /// Which processes hold these sockets. Known owners are looked up again only by identity; others cost a look at the open files of
    /// <paramref name="candidates"/>.
    /// </summary>
    public IReadOnlyDictionary<long, ProcessEntry> Owners(
        IReadOnlyCollection<long> inodes, IReadOnlyDictionary<int, ProcessEntry> processes, IEnumerable<ProcessEntry> candidates)
    {
        var found = new Dictionary<long, ProcessEntry>();
        var open = new HashSet<long>(inodes);
        foreach (var (inode, identity) in _owners.ToList())
        {
            if (processes.TryGetValue(identity.Pid, out var owner) && owner.Identity == identity && open.Remove(inode))
            {
                found[inode] = owner;
            }
            else
            {
                _owners.Remove(inode);
            }
        }

        foreach (var process in candidates.OrderBy(p => p.Pid))
        {
            if (open.Count == 0)
            {
                break;
            }

            foreach (var inode in Sockets(process).Where(open.Contains).ToList())
            {
                // Of several that share a socket the first is the one that opened it.
                open.Remove(inode);
                (found[inode], _owners[inode]) = (process, process.Identity);
            }
        }

        return found;
    }

    /// <summary>Socket numbers among a process's open files; none when they may not be seen.</summary>
    public IEnumerable<long> Sockets(ProcessEntry process)
    {
        List<string> files;
        try
        {
            files = [.. Directory.EnumerateFileSystemEntries($"{root}/{process.Pid.ToString(CultureInfo.InvariantCulture)}/fd").Take(MostFiles)];
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var file in files)
        {
            if (Inode(file) is { } inode)
            {
                yield return inode;
            }
        }
    }

    private IEnumerable<TcpSocket> ReadFile(string name)
    {
        List<string> lines;
        try
        {
            lines = [.. File.ReadLines(Path.Combine(root, name)).Skip(1).Take(Most)];
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return lines.Select(Parse).OfType<TcpSocket>();
    }

    /// <summary>"0: 0100007F:1F90 00000000:0000 0A … uid timeout inode": 0A listens, 01 has a connection.</summary>
    internal static TcpSocket? Parse(string line)
    {
        var fields = line.Split(' ', 11, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && Port(fields[1]) is { } local && Port(fields[2]) is { } remote
            && long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                ? new TcpSocket(local, remote, fields[3] == "0A", fields[3] == "01", inode)
                : null;
    }

    private static int? Port(string address) =>
        int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static long? Inode(string file)
    {
        try
        {
            var target = new FileInfo(file).LinkTarget;
            return target is not null && target.StartsWith("socket:[", StringComparison.Ordinal)
                && long.TryParse(target.AsSpan(8, target.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
