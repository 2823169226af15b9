using LocalAi.AgentApi.Workspaces;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>
/// Deletes one planned item, or says why it stays. The item's folder is opened below the root as when it was found. A file is renamed to a name
/// nobody knows, looked at under that name, and only then deleted: whatever is put in its place meanwhile is not what is deleted.
/// </summary>
internal static class JunkDeletion
{
    private const int RemoveDirectory = 0x200;
    private const string Changed = "it is not the file that was found";

    /// <summary>Null when it is gone.</summary>
    public static string? Delete(JunkItem item)
    {
        using var root = Native.OpenRoot(item.Root);
        if (root is null || !Native.TryStat(root, out var rootStatus) || FileIdentity.OfFolder(rootStatus) != item.RootIdentity)
        {
            return "its root is another folder now";
        }

        var slash = item.Path.LastIndexOf('/');
        var (parent, name) = slash < 0 ? (".", item.Path) : (item.Path[..slash], item.Path[(slash + 1)..]);
        using var folder = JunkScan.OpenFolder(root, parent);
        if (folder is null)
        {
            return "its folder is gone, a link, or a mount now";
        }

        if (!Native.TryStatAt(folder, name, out var status))
        {
            return "it is gone";
        }

        return item.IsFolder ? DeleteFolder(item, folder, name, status) : DeleteFile(item, folder, name, status);
    }

    private static string? DeleteFolder(JunkItem item, SafeFileHandle folder, string name, FileStatus status) =>
        !status.IsDirectory || FileIdentity.OfFolder(status) != item.Identity ? Changed
        : Native.UnlinkAt(folder, name, RemoveDirectory) == 0 ? null
        : "it is not empty, or must not be deleted";

    private static string? DeleteFile(JunkItem item, SafeFileHandle folder, string name, FileStatus status)
    {
        if (!IsItem(item, status))
        {
            return Changed;
        }

        var condemned = JunkRules.Condemned + Guid.NewGuid().ToString("N");
        if (!Native.TryRenameAt(folder, name, condemned))
        {
            return "it cannot be renamed";
        }

        if (Native.TryStatAt(folder, condemned, out var now) && IsItem(item, now))
        {
            return Native.UnlinkAt(folder, condemned, 0) == 0 ? null : $"it cannot be deleted; its name is {condemned} now";
        }

        // Something else was put there between the look and the rename: it gets its name back.
        return Native.TryRenameAt(folder, condemned, name) ? Changed : $"{Changed}; what stood there is named {condemned} now";
    }

    private static bool IsItem(JunkItem item, in FileStatus status) => status.IsRegular && status.Links == 1 && FileIdentity.Of(status) == item.Identity;
}
