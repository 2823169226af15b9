using System.IO.Enumeration;
using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>
/// Finds what a rule names. Every folder is opened below its root without following a link or crossing a mount, and its entries are looked at
/// through that handle. Taken are only regular files with one name, of this user, on the root's device, that are old enough.
/// </summary>
internal static class JunkScan
{
    private const int MostEntries = 200_000;
    private const ulong Inside = Native.ResolveBeneath | Native.ResolveNoSymlinks | Native.ResolveNoMagicLinks | Native.ResolveNoCrossMount;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true, ReturnSpecialDirectories = false };

    /// <summary>What goes together: one file, or a folder with all that is in it, files first.</summary>
    public static IEnumerable<IReadOnlyList<JunkItem>> Find(JunkRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var root = Native.OpenRoot(rule.Root);
        if (root is null || !Native.TryStat(root, out var status))
        {
            yield break;
        }

        var scan = new Scan(rule, root, FileIdentity.OfFolder(status), now, Native.EffectiveUser(), cancellationToken);
        foreach (var group in rule.WholeFolders ? scan.Folders() : scan.Files())
        {
            yield return group;
        }
    }

    public static SafeFileHandle? OpenFolder(SafeFileHandle root, string path) =>
        Native.OpenBeneath(root, path, Native.OpenReadOnly | Native.OpenDirectory | Native.OpenNoFollow, 0, Inside);

    private sealed class Scan(JunkRule rule, SafeFileHandle root, FileIdentity rootIdentity, DateTimeOffset now, uint user, CancellationToken cancellationToken)
    {
        private int _left = MostEntries;

        public IEnumerable<IReadOnlyList<JunkItem>> Files()
        {
            var open = new Stack<(string Path, int Depth)>([(rule.Start, 0)]);
            while (open.TryPop(out var next))
            {
                foreach (var (path, name, status) in Entries(next.Path))
                {
                    if (status.IsDirectory && next.Depth < rule.Depth)
                    {
                        open.Push((path, next.Depth + 1));
                    }
                    else if (rule.Names.IsMatch(name) && IsOldFile(status))
                    {
                        yield return [File(path, status)];
                    }
                }
            }
        }

        public IEnumerable<IReadOnlyList<JunkItem>> Folders()
        {
            foreach (var (path, name, status) in Entries(rule.Start))
            {
                if (status.IsDirectory && status.Owner == user && rule.Names.IsMatch(name) && JunkRules.IsAbandoned(name))
                {
                    var items = new List<JunkItem>();
                    if (IsOld(status) && Take(path, status, 0, items))
                    {
                        yield return items;
                    }
                }
            }
        }

        /// <summary>False when something in the folder must stay.</summary>
        private bool Take(string path, FileStatus folder, int depth, List<JunkItem> items)
        {
            foreach (var (below, _, status) in Entries(path))
            {
                if (status.IsDirectory ? depth >= rule.Depth || !Take(below, status, depth + 1, items) : !IsOldFile(status))
                {
                    return false;
                }

                if (!status.IsDirectory)
                {
                    items.Add(File(below, status));
                }
            }

            items.Add(new JunkItem(rule.Name, rule.Root, rootIdentity, path, true, 0, Modified(folder), FileIdentity.OfFolder(folder)));
            return _left > 0;
        }

        private List<(string Path, string Name, FileStatus Status)> Entries(string path)
        {
            var found = new List<(string, string, FileStatus)>();
            using var folder = OpenFolder(root, path);
            if (folder is null)
            {
                return found;
            }

            var names = new FileSystemEnumerable<string>(WorkspaceFiles.HandlePath(folder), (ref FileSystemEntry e) => e.FileName.ToString(), Everything);
            foreach (var name in names.Take(_left))
            {
                cancellationToken.ThrowIfCancellationRequested();
                _left--;
                if (Native.TryStatAt(folder, name, out var status) && FileIdentity.Of(status).IsOnSameDevice(rootIdentity))
                {
                    found.Add((path == "." ? name : path + "/" + name, name, status));
                }
            }

            return found;
        }

        private bool IsOldFile(in FileStatus status) => status.IsRegular && status.Links == 1 && status.Owner == user && IsOld(status);

        private bool IsOld(in FileStatus status) => now - Modified(status) > rule.Age;

        private JunkItem File(string path, in FileStatus status) =>
            new(rule.Name, rule.Root, rootIdentity, path, false, (long)status.Blocks * 512, Modified(status), FileIdentity.Of(status));

        private static DateTimeOffset Modified(in FileStatus status) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(status.ModifiedSeconds, 0, 253_402_300_799));
    }
}
