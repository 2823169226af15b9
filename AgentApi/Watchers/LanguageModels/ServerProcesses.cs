using LocalAi.AgentApi.Watchers.Processes;

namespace LocalAi.AgentApi.Watchers.LanguageModels;

/// <summary>
/// Finds a server's processes by the socket it listens on, never by name. A desktop application such as LM Studio is several processes from one folder:
/// the topmost of that folder is the server, because its memory is in the workers beside the one that listens.
/// </summary>
internal sealed class ServerProcesses(ProcessTable table, SocketTable sockets)
{
    private IReadOnlyDictionary<int, ProcessEntry> _all = new Dictionary<int, ProcessEntry>();
    private IReadOnlyList<TcpSocket> _sockets = [];
    private IReadOnlyDictionary<long, ProcessEntry> _owners = new Dictionary<long, ProcessEntry>();

    /// <summary>Reads processes and sockets anew. Owners are looked for among known server programs, and for <paramref name="ports"/> among all.</summary>
    public void Refresh(IReadOnlyCollection<int> ports)
    {
        _all = table.Read();
        _sockets = sockets.Read();
        var listening = _sockets.Where(s => s.IsListening).ToList();
        var named = listening.Where(s => ports.Contains(s.Port)).Select(s => s.Inode).ToHashSet();
        var programs = _all.Values.Where(p => !p.IsZombie && ServerKinds.OfProgram(table.Origin(p).Executable) is not null).ToList();
        var theirs = programs.SelectMany(sockets.Sockets).ToHashSet();
        // Known programs first: mostly that is enough, and nobody else's open files are looked at.
        _owners = sockets.Owners(
            [.. listening.Where(s => named.Contains(s.Inode) || theirs.Contains(s.Inode)).Select(s => s.Inode)], _all, [.. programs, .. named.Count > 0 ? _all.Values.Except(programs) : []]);
    }

    /// <summary>Every listening process of a known server program, with its port.</summary>
    public IReadOnlyList<(ProcessEntry Process, ProcessOrigin Origin, int Port)> Listeners() =>
    [
        .. _sockets.Where(s => s.IsListening && _owners.ContainsKey(s.Inode)).Select(s => (_owners[s.Inode], table.Origin(_owners[s.Inode]), s.Port)).DistinctBy(l => (l.Item1.Identity, l.Port)),
    ];

    /// <summary>What the server on a port uses; null when its processes cannot be seen.</summary>
    public ServerUsage? Usage(int port)
    {
        foreach (var socket in _sockets.Where(s => s.IsListening && s.Port == port))
        {
            if (_owners.TryGetValue(socket.Inode, out var listener))
            {
                var root = Root(listener);
                var members = ProcessTree.Below(_all, root);
                return new ServerUsage(
                    root, table.Origin(root), members.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Cpu), members.Sum(p => p.Resident),
                    _sockets.Count(s => s.IsEstablished && s.Port == port));
            }
        }

        return null;
    }

    private ProcessEntry Root(ProcessEntry listener)
    {
        var folder = Path.GetDirectoryName(table.Origin(listener).Executable);
        var root = listener;
        for (var steps = 0; steps < 20 && ServerKinds.OfProgram(table.Origin(root).Executable) is not null && _all.TryGetValue(root.Parent, out var parent)
            && folder is not null && Path.GetDirectoryName(table.Origin(parent).Executable) == folder && ServerKinds.OfProgram(table.Origin(parent).Executable) is not null; steps++)
        {
            root = parent;
        }

        return root;
    }
}
