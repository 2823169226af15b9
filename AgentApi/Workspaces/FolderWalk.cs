using System.IO.Enumeration;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>Walks a folder in the order of names, folders after files, links not followed, secrets and version-control internals left out.</summary>
internal static class FolderWalk
{
    private const int MostEntriesPerFolder = 20_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true, ReturnSpecialDirectories = false };
    private static readonly string[] Skipped = [".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"];

    /// <param name="start">Where to begin.</param>
    /// <param name="depth">Levels below; 0 only the folder itself.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public static IEnumerable<FolderEntry> Walk(WorkspacePath start, int depth, CancellationToken cancellationToken)
    {
        using (var folder = WorkspaceFiles.OpenFolder(start))
        {
            // A link to a folder inside the workspace may be the start; below it none is followed.
            if (PathRules.IsHidden(start.Relative))
            {
                yield break;
            }
        }

        var open = new Stack<(string Path, int Depth)>();
        open.Push(("", 0));
        while (open.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = Read(start, next.Path, isStart: next.Path.Length == 0);
            foreach (var entry in entries)
            {
                yield return entry;
            }

            if (next.Depth < depth)
            {
                foreach (var folder in entries.Where(e => e.IsFolder && !Skipped.Contains(e.Name, StringComparer.OrdinalIgnoreCase)).Reverse())
                {
                    open.Push((folder.Path, next.Depth + 1));
                }
            }
        }
    }

    private static List<FolderEntry> Read(WorkspacePath start, string below, bool isStart)
    {
        var path = isStart ? start : start with { Relative = start.Relative == "." ? below : start.Relative.TrimEnd('/') + "/" + below };
        using var folder = isStart ? WorkspaceFiles.OpenFolder(path) : WorkspaceFiles.TryOpenFolderNoLinks(path);
        if (folder is null)
        {
            return [];
        }

        var found = new FileSystemEnumerable<FolderEntry>(
            WorkspaceFiles.HandlePath(folder),
            (ref FileSystemEntry e) =>
            {
                var name = e.FileName.ToString();
                var isLink = (e.Attributes & FileAttributes.ReparsePoint) != 0;
                return new FolderEntry(below.Length == 0 ? name : below + "/" + name, name, e.IsDirectory && !isLink, isLink, e.IsDirectory || isLink ? 0 : e.Length, e.LastWriteTimeUtc);
            },
            Everything);
        var entries = found.Take(MostEntriesPerFolder).Where(e => !PathRules.IsHiddenName(e.Name)).ToList();
        entries.Sort((a, b) => a.IsFolder != b.IsFolder ? a.IsFolder.CompareTo(b.IsFolder) : string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }
}
