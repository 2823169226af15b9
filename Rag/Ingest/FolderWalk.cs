using System.IO.Enumeration;
using LocalAi.Contracts.Rag;

namespace LocalAi.Rag.Ingest;

/// <summary>
/// Lists the files under a folder, folder by folder, without recursion and without following links. Holds the folders still to enter and the names of
/// one batch, never the whole tree.
/// </summary>
/// <param name="root">Absolute path of a folder, or of one file.</param>
/// <param name="maxDepth">Folders below the root that are entered.</param>
/// <param name="excluded">A folder that is not entered: LocalAi's own data.</param>
/// <param name="problem">Told about folders that cannot be listed.</param>
internal sealed class FolderWalk(string root, int maxDepth, string excluded, Action<FileProblem> problem)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    public IEnumerable<FileEntry> Files(CancellationToken cancellationToken)
    {
        var file = new FileInfo(root);
        if (file.Exists)
        {
            yield return new FileEntry(root, file.Name, file.Length, file.LastWriteTimeUtc.Ticks, false);
            yield break;
        }

        var pending = new Stack<(string Path, string Relative, int Depth, IgnoreRules? Rules)>();
        pending.Push((root, "", 0, null));
        while (pending.TryPop(out var folder))
        {
            var rules = IgnoreRules.Read(folder.Rules, folder.Path, folder.Relative);
            var folders = new List<string>();
            foreach (var (entry, isFolder) in List(folder.Path, folder.Relative, rules))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (HasForeignName(entry.Path))
                {
                    problem(new FileProblem(entry.Relative, "name", "The name is not UTF-8, so the file cannot be opened; rename it."));
                }
                else if (!isFolder)
                {
                    yield return entry;
                }
                else if (entry.Path == excluded)
                {
                    problem(new FileProblem(entry.Relative, "data_folder", "LocalAi's own data is not indexed."));
                }
                else if (folder.Depth + 1 > maxDepth)
                {
                    problem(new FileProblem(entry.Relative, "too_deep", $"Folders deeper than {maxDepth} levels are not entered (Rag:Ingest:MaxDepth)."));
                }
                else
                {
                    folders.Add(entry.Relative);
                }
            }

            for (var i = folders.Count - 1; i >= 0; i--)
            {
                pending.Push((Path.Combine(root, folders[i]), folders[i] + "/", folder.Depth + 1, rules));
            }
        }
    }

    /// <summary>Bytes that are no UTF-8 are read as U+FFFD, and by that name there is nothing.</summary>
    private static bool HasForeignName(string path) => path.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(path);

    private IEnumerable<(FileEntry Entry, bool IsFolder)> List(string folder, string relative, IgnoreRules? rules)
    {
        IEnumerator<(FileEntry, bool)> entries;
        try
        {
            entries = new FileSystemEnumerable<(FileEntry, bool)>(
                folder,
                (ref FileSystemEntry e) => (
                    new FileEntry(e.ToFullPath(), relative + e.FileName.ToString(), e.IsDirectory ? 0 : e.Length, e.IsDirectory ? 0 : e.LastWriteTimeUtc.Ticks, IsLink(ref e)),
                    e.IsDirectory && !IsLink(ref e)),
                Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry e) => Includes(ref e, relative, rules),
            }.GetEnumerator();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problem(new FileProblem(relative.Length == 0 ? "." : relative, "unreadable", unreadable.Message));
            yield break;
        }

        using (entries)
        {
            while (true)
            {
                try
                {
                    if (!entries.MoveNext())
                    {
                        yield break;
                    }
                }
                catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
                {
                    problem(new FileProblem(relative.Length == 0 ? "." : relative, "unreadable", unreadable.Message));
                    yield break;
                }

                yield return entries.Current;
            }
        }
    }

    private static bool Includes(ref FileSystemEntry entry, string relative, IgnoreRules? rules)
    {
        var isFolder = entry.IsDirectory && !IsLink(ref entry);
        return !(isFolder && FileRules.IsSkippedFolder(entry.FileName))
            && (rules is null || !rules.Ignores(relative + entry.FileName.ToString(), isFolder));
    }

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
