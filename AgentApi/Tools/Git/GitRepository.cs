using LocalAi.AgentApi.Sandbox;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Tools.Git;

/// <summary>
/// Where a repository's parts are, found without asking git and only inside workspaces: the work tree, its git folder, and for a linked worktree the
/// common folder of the main repository.
/// </summary>
/// <param name="WorkTree">The folder that holds <c>.git</c>.</param>
/// <param name="GitFolder">The git folder of this work tree.</param>
/// <param name="CommonFolder">Where config, hooks and objects are; equal to <paramref name="GitFolder"/> but for linked worktrees.</param>
internal sealed record GitRepository(WorkspacePath WorkTree, WorkspacePath GitFolder, WorkspacePath CommonFolder)
{
    private const int LongestPointer = 4096;

    /// <exception cref="ToolException">There is no repository, or a part of it lies outside the workspaces.</exception>
    public static GitRepository Find(WorkspaceFiles files, WorkspacePath start)
    {
        WorkspaceFiles.OpenFolder(start).Dispose();
        if (start.Relative.Split('/').Contains(".."))
        {
            throw new ToolException("working_dir is named without '..'.") { Refused = true };
        }

        for (var folder = start.Relative == "." ? "" : start.Relative.TrimEnd('/'); ; folder = Path.GetDirectoryName(folder) ?? "")
        {
            var workTree = start with { Relative = folder.Length == 0 ? "." : folder };
            var entry = start with { Relative = folder.Length == 0 ? ".git" : folder + "/.git" };
            var onDisk = new FileInfo(Path.Combine(start.Workspace.RealPath, entry.Relative));
            if (onDisk.LinkTarget is not null)
            {
                throw new ToolException($"{entry.Display} is a symbolic link; repositories behind links are not used.") { Refused = true };
            }

            if (Directory.Exists(onDisk.FullName))
            {
                WorkspaceFiles.OpenFolder(entry).Dispose();
                return new GitRepository(workTree, entry, entry);
            }

            if (onDisk.Exists)
            {
                return Linked(files, workTree, entry);
            }

            if (folder.Length == 0)
            {
                throw new ToolException($"{start.Display} is in no git repository.");
            }
        }
    }

    /// <summary>The environment that names every part to git, so that it looks for none of them.</summary>
    public Dictionary<string, string> Environment() => new()
    {
        ["GIT_DIR"] = SandboxArguments.Inside(GitFolder),
        ["GIT_WORK_TREE"] = SandboxArguments.Inside(WorkTree),
        ["GIT_COMMON_DIR"] = SandboxArguments.Inside(CommonFolder),
    };

    private static GitRepository Linked(WorkspaceFiles files, WorkspacePath workTree, WorkspacePath entry)
    {
        const string Prefix = "gitdir: ";
        var pointer = Read(files, entry);
        if (!pointer.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new ToolException($"{entry.Display} is no git folder and points to none.");
        }

        var gitFolder = Resolve(files, workTree, pointer[Prefix.Length..]);
        var commonPointer = gitFolder with { Relative = gitFolder.Relative + "/commondir" };
        var common = File.Exists(Path.Combine(gitFolder.Workspace.RealPath, commonPointer.Relative)) ? Resolve(files, gitFolder, Read(files, commonPointer)) : gitFolder;
        return new GitRepository(workTree, gitFolder, common);
    }

    private static string Read(WorkspaceFiles files, WorkspacePath path)
    {
        using var file = files.OpenFile(path, out var status);
        return (TextFile.Read(file, status, LongestPointer) ?? "").Trim();
    }

    private static WorkspacePath Resolve(WorkspaceFiles files, WorkspacePath from, string pointer)
    {
        var absolute = Path.GetFullPath(Path.Combine(from.Workspace.RealPath, from.Relative, pointer));
        var path = files.Workspaces.Resolve(absolute, null);
        WorkspaceFiles.OpenFolder(path).Dispose();
        return path;
    }
}
