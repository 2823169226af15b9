using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>The configured roots, and what a path in a call means.</summary>
internal sealed class WorkspaceList
{
    public WorkspaceList(IOptions<AgentOptions> options)
    {
        var configured = options.Value.Workspaces;
        if (configured.Length == 0)
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            var folder = Path.Combine(home, "localai-workspace");
            Directory.CreateDirectory(folder);
            configured = [new WorkspaceOptions { Path = folder, Name = "workspace" }];
        }

        All = [.. configured.Select(w => new Workspace(w.NameOrFolder, Trim(w.Path), RealPath(w.Path), w.Mode.Equals("rw", StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>In the order of the settings; the first is where relative paths start.</summary>
    public IReadOnlyList<Workspace> All { get; }

    /// <param name="path">Absolute under a root, <c>name:path</c>, or relative to <paramref name="workingDirectory"/>.</param>
    /// <param name="workingDirectory">The same forms; null means the first root.</param>
    /// <exception cref="ToolException">The path is not one, or under no root.</exception>
    public WorkspacePath Resolve(string path, string? workingDirectory)
    {
        PathRules.Check(path);
        if (path[0] == '/')
        {
            return Absolute(path);
        }

        if (Named(path) is { } named)
        {
            return named;
        }

        if (workingDirectory is null)
        {
            return new WorkspacePath(All[0], path);
        }

        var start = Resolve(workingDirectory, null);
        return start with { Relative = start.Relative == "." ? path : start.Relative.TrimEnd('/') + "/" + path };
    }

    private WorkspacePath Absolute(string path)
    {
        var found = All
            .SelectMany(w => (IEnumerable<(Workspace Workspace, string Root)>)[(w, w.Path), (w, w.RealPath)])
            .Where(r => path == r.Root || path.StartsWith(r.Root + "/", StringComparison.Ordinal))
            .OrderByDescending(r => r.Root.Length)
            .FirstOrDefault();
        if (found.Workspace is null)
        {
            throw new ToolException($"The path is outside the workspaces ({string.Join(", ", All.Select(w => w.Name))}). Use a path relative to one of them.") { Refused = true };
        }

        var rest = path[found.Root.Length..].TrimStart('/');
        return new WorkspacePath(found.Workspace, rest.Length == 0 ? "." : rest);
    }

    private WorkspacePath? Named(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var workspace = colon <= 0 ? null : All.FirstOrDefault(w => w.Name.Equals(path[..colon], StringComparison.OrdinalIgnoreCase));
        if (workspace is null)
        {
            return null;
        }

        var rest = path[(colon + 1)..];
        if (rest.StartsWith('/'))
        {
            throw new ToolException($"After {workspace.Name}: comes a path relative to it, without a leading /.") { Refused = true };
        }

        return new WorkspacePath(workspace, rest.Length == 0 ? "." : rest);
    }

    private static string Trim(string path) => Path.TrimEndingDirectorySeparator(path);

    private static string RealPath(string path)
    {
        // Resolves links in every part, not only in the last as FileSystemInfo.ResolveLinkTarget does.
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = Directory.Exists(next) ? new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next : next;
        }

        return Trim(real);
    }
}
