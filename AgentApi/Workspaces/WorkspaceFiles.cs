using System.Runtime.InteropServices;
using LocalAi.AgentApi.Tools;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;

namespace LocalAi.AgentApi.Workspaces;

/// <summary>
/// Opens files under a workspace root with openat2(2): the kernel resolves the path and the open in one step and refuses every way out
/// (<c>..</c>, links, mounts, /proc links), so there is no moment in which a checked path can be swapped for another.
/// </summary>
internal sealed class WorkspaceFiles(WorkspaceList workspaces, IOptions<AgentOptions> options)
{
    private const ulong Inside = Native.ResolveBeneath | Native.ResolveNoMagicLinks | Native.ResolveNoCrossMount;

    // What is created or changed is never reached through a link, not even one that stays inside: a link could lead to a protected name.
    private const ulong InsideNoLinks = Inside | Native.ResolveNoSymlinks;

    public static bool IsSupported { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    public WorkspaceList Workspaces => workspaces;

    /// <summary>Opens a regular file for reading.</summary>
    /// <exception cref="ToolException">It is missing, outside, hidden, or not a regular file.</exception>
    public SafeFileHandle OpenFile(WorkspacePath path, out FileStatus status)
    {
        if (PathRules.IsHidden(path.Relative))
        {
            throw Hidden(path);
        }

        var file = Open(path, Native.OpenReadOnly | Native.OpenNonBlocking | Native.OpenNoTerminal, 0, Inside);
        try
        {
            CheckRegular(file, path, out status);
            CheckNotHidden(file, path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a folder. Its entries are read through the handle, so they are those of this very folder.</summary>
    public static SafeFileHandle OpenFolder(WorkspacePath path) => Open(path, Native.OpenReadOnly | Native.OpenDirectory, 0, Inside);

    /// <summary>Opens a folder below without following links: walks use it.</summary>
    public static SafeFileHandle? TryOpenFolderNoLinks(WorkspacePath path)
    {
        using var root = OpenRoot(path.Workspace);
        return Native.OpenBeneath(root, path.Relative, Native.OpenReadOnly | Native.OpenDirectory, 0, InsideNoLinks);
    }

    /// <summary>Opens a file that a walk found; null when it is gone, hidden, or no regular file.</summary>
    public SafeFileHandle? TryOpenFoundFile(WorkspacePath path, out FileStatus status)
    {
        status = default;
        using var root = OpenRoot(path.Workspace);
        var file = Native.OpenBeneath(root, path.Relative, Native.OpenReadOnly | Native.OpenNonBlocking | Native.OpenNoTerminal, 0, InsideNoLinks);
        if (file is null)
        {
            return null;
        }

        if (Native.TryStat(file, out status) && status.IsRegular && (status.Links == 1 || options.Value.AllowHardLinks))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Replaces or creates a file in one step: readers see the old or the new content, never half of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mustBeNew">True refuses to replace.</param>
    /// <returns>True when the file is new.</returns>
    public bool Write(WorkspacePath path, ReadOnlySpan<byte> content, bool mustBeNew)
    {
        CheckWritable(path);
        var (folderPath, name) = Split(path);
        using var folder = Open(folderPath, Native.OpenReadOnly | Native.OpenDirectory, 0, InsideNoLinks);
        var existing = Existing(folder, name, path);
        if (existing is not null && mustBeNew)
        {
            throw new ToolException($"{path.Display} exists already.");
        }

        var temporary = ".localai-" + Guid.NewGuid().ToString("N");
        using (var file = Native.OpenBeneath(folder, temporary, Native.OpenWriteOnly | Native.OpenCreate | Native.OpenExclusive | Native.OpenNoFollow, 0b110_100_100, InsideNoLinks) ?? throw Failure(path))
        {
            try
            {
                RandomAccess.Write(file, content, 0);
            }
            catch (IOException full)
            {
                Native.UnlinkAt(folder, temporary, 0);
                throw new ToolException($"{path.Display} could not be written: the disk is full or the quota is used up.", full);
            }

            if (existing is { } old)
            {
                Native.ChangeMode(file, old.Permissions);
            }
        }

        if (Native.RenameAt(folder, temporary, folder, name) != 0)
        {
            var failure = Failure(path);
            Native.UnlinkAt(folder, temporary, 0);
            throw failure;
        }

        return existing is null;
    }

    /// <summary>Adds to the end of a file, creating it when it is missing.</summary>
    public void Append(WorkspacePath path, ReadOnlySpan<byte> content)
    {
        CheckWritable(path);
        using var file = Open(path, Native.OpenWriteOnly | Native.OpenAppend | Native.OpenCreate | Native.OpenNonBlocking | Native.OpenNoTerminal, 0b110_100_100, InsideNoLinks);
        CheckRegular(file, path, out var status);

        // O_APPEND: the kernel writes at the end whatever the offset says.
        RandomAccess.Write(file, content, (long)status.Size);
    }

    /// <summary>Creates a folder and the ones above it.</summary>
    /// <returns>True when the folder is new.</returns>
    public static bool CreateFolder(WorkspacePath path)
    {
        CheckWritable(path);
        var created = false;
        var current = ".";
        if (path.Relative.Split('/').Contains(".."))
        {
            throw new ToolException("A folder to create is named without '..'.") { Refused = true };
        }

        foreach (var name in path.Relative.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(n => n != "."))
        {
            using var parent = Open(path with { Relative = current }, Native.OpenReadOnly | Native.OpenDirectory, 0, InsideNoLinks);
            current = current == "." ? name : current + "/" + name;
            created = Native.MakeDirectoryAt(parent, name, 0b111_101_101) == 0;
            if (!created && Marshal.GetLastPInvokeError() != Native.ErrorExists)
            {
                throw Failure(path);
            }
        }

        // What exists already must be a folder, not a file or a link.
        Open(path with { Relative = current }, Native.OpenReadOnly | Native.OpenDirectory, 0, InsideNoLinks).Dispose();
        return created;
    }

    /// <summary>The path of an open folder for programs that need one; it names the folder itself, whatever happens to its path.</summary>
    public static string HandlePath(SafeFileHandle handle) => "/proc/self/fd/" + handle.DangerousGetHandle();

    private static SafeFileHandle Open(WorkspacePath path, int flags, int mode, ulong resolve)
    {
        using var root = OpenRoot(path.Workspace);
        return Native.OpenBeneath(root, path.Relative, flags, mode, resolve) ?? throw Failure(path);
    }

    private static SafeFileHandle OpenRoot(Workspace workspace) =>
        Native.OpenRoot(workspace.Path) ?? throw new ToolException($"The workspace {workspace.Name} is not there: its folder is missing or not readable.");

    private static void CheckWritable(WorkspacePath path)
    {
        if (!path.Workspace.Writable)
        {
            throw new ToolException($"The workspace {path.Workspace.Name} is read-only.") { Refused = true };
        }

        if (PathRules.ProtectedName(path.Relative) is { } name)
        {
            throw new ToolException($"{name} is protected: it holds secrets, or rules and code that run later.") { Refused = true };
        }
    }

    private static (WorkspacePath Folder, string Name) Split(WorkspacePath path)
    {
        var slash = path.Relative.LastIndexOf('/');
        var name = path.Relative[(slash + 1)..];
        if (name is "" or "." or "..")
        {
            throw new ToolException("The path names a folder, not a file.") { Refused = true };
        }

        return (path with { Relative = slash < 0 ? "." : path.Relative[..Math.Max(slash, 1)] }, name);
    }

    private FileStatus? Existing(SafeFileHandle folder, string name, WorkspacePath path)
    {
        using var file = Native.OpenBeneath(folder, name, Native.OpenPath | Native.OpenNoFollow, 0, Inside);
        if (file is null)
        {
            return Marshal.GetLastPInvokeError() == Native.ErrorNoEntry ? null : throw Failure(path);
        }

        if (!Native.TryStat(file, out var status))
        {
            throw Failure(path);
        }

        if (status.IsLink)
        {
            throw new ToolException($"{path.Display} is a symbolic link; links are not written through or replaced.") { Refused = true };
        }

        Check(status, path);
        return status;
    }

    private void CheckRegular(SafeFileHandle file, WorkspacePath path, out FileStatus status)
    {
        if (!Native.TryStat(file, out status))
        {
            throw Failure(path);
        }

        Check(status, path);
    }

    private void Check(FileStatus status, WorkspacePath path)
    {
        if (status.IsDirectory)
        {
            throw new ToolException($"{path.Display} is a folder.");
        }

        if (!status.IsRegular)
        {
            throw new ToolException($"{path.Display} is a device, pipe or socket, not a file.") { Refused = true };
        }

        if (status.Links > 1 && !options.Value.AllowHardLinks)
        {
            throw new ToolException($"{path.Display} has several hard links, one of which may lie outside the workspace. The setting Agent:AllowHardLinks allows it.") { Refused = true };
        }
    }

    /// <summary>A link inside the workspace may lead to a name that is never read.</summary>
    private static void CheckNotHidden(SafeFileHandle file, WorkspacePath path)
    {
        var real = File.ResolveLinkTarget(HandlePath(file), returnFinalTarget: false)?.FullName;
        if (real is not null && (PathRules.IsHiddenName(Path.GetFileName(real)) || PathRules.IsHidden(Path.GetRelativePath(path.Workspace.RealPath, real))))
        {
            throw Hidden(path);
        }
    }

    private static ToolException Hidden(WorkspacePath path) => new($"{path.Display} is not shown: names like it hold secrets.") { Refused = true };

    private static ToolException Failure(WorkspacePath path) => Marshal.GetLastPInvokeError() switch
    {
        Native.ErrorCrossDevice or Native.ErrorTooManyLinks => new ToolException($"{path.Display} leads out of its workspace, or through a link where none is followed.") { Refused = true },
        Native.ErrorNoEntry => new ToolException($"{path.Display} does not exist."),
        Native.ErrorNotDirectory => new ToolException($"{path.Display} is not a folder, or a part of its path is not."),
        Native.ErrorIsDirectory => new ToolException($"{path.Display} is a folder."),
        Native.ErrorAccess or 1 => new ToolException($"{path.Display} may not be opened by this service's user."),
        Native.ErrorNameTooLong => new ToolException("The path or a name in it is too long."),
        Native.ErrorNoDevice => new ToolException($"{path.Display} is a device, pipe or socket, not a file.") { Refused = true },
        Native.ErrorReadOnlyFileSystem => new ToolException($"{path.Display} is on a read-only file system."),
        Native.ErrorNoSpace => new ToolException($"{path.Display} could not be written: the disk is full."),
        Native.ErrorNoSystemCall => new ToolException("This kernel has no openat2 (Linux 5.6 or newer is needed), so file tools are off."),
        var other => new ToolException($"{path.Display} could not be opened (error {other})."),
    };
}
