using System.Net.Sockets;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Sandbox;

/// <param name="Arguments">Program and its arguments; no shell reads them.</param>
/// <param name="WorkingDirectory">A folder of a workspace.</param>
/// <param name="Timeout">Until the run is ended.</param>
internal sealed record SandboxCommand(IReadOnlyList<string> Arguments, WorkspacePath WorkingDirectory, TimeSpan Timeout)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths on this machine that are writable although their folder is not (a git folder of a commit), and the other way round.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    /// <summary>False leaves the folder <c>.git</c> of the working directory's repository writable: the git tools do.</summary>
    public bool ProtectGit { get; init; } = true;

    /// <summary>Serves the socket on which the run's requests to the network arrive, until it is disposed. Null leaves the run without network.</summary>
    public Func<Socket, IAsyncDisposable>? Network { get; init; }

    /// <summary>True makes every workspace read-only.</summary>
    public bool ReadOnly { get; init; }
}
