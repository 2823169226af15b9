using System.Globalization;
using LocalAi.AgentApi.Workspaces;

namespace LocalAi.AgentApi.Sandbox;

/// <summary>
/// bubblewrap's arguments: all namespaces of its own, a network of nothing but its loopback, no capabilities, a read-only system, a private /tmp, an empty environment,
/// and of the user's files only the workspaces, under /workspace/NAME.
/// </summary>
internal static class SandboxArguments
{
    private const int TemporaryMb = 256;

    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
    private static readonly string[] SystemFiles = ["/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/python3", "/etc/ssl/openssl.cnf"];

    /// <summary>What is the same for every run.</summary>
    private static readonly Lazy<string[]> Fixed = new(() =>
    [
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--die-with-parent", "--new-session",
        "--cap-drop", "ALL", "--hostname", "sandbox", "--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "HOME", "/tmp/home", "--setenv", "LANG", "C.UTF-8",
        "--setenv", "TMPDIR", "/tmp", "--setenv", "PYTHONDONTWRITEBYTECODE", "1", "--ro-bind", "/usr", "/usr",
        .. SystemFolders.Where(Path.Exists).SelectMany(folder => (string[])(new DirectoryInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder])),
        .. SystemFiles.SelectMany(file => (string[])["--ro-bind-try", file, file]),
    ]);

    public static List<string> Build(SandboxCommand command, IReadOnlyList<Workspace> workspaces, string passwordFile)
    {
        List<string> arguments = [.. Fixed.Value];
        foreach (var (name, value) in command.Environment)
        {
            arguments.AddRange(["--setenv", name, value]);
        }

        if (command.Network is not null)
        {
            arguments.AddRange(SandboxNetwork.Arguments);
        }

        arguments.AddRange(["--ro-bind", passwordFile, "/etc/passwd", "--proc", "/proc", "--dev", "/dev"]);
        arguments.AddRange(["--size", Megabytes(TemporaryMb), "--tmpfs", "/tmp", "--dir", "/tmp/home", "--dir", "/workspace"]);
        foreach (var workspace in workspaces)
        {
            arguments.AddRange([workspace.Writable && !command.ReadOnly ? "--bind" : "--ro-bind", workspace.RealPath, Inside(workspace)]);
        }

        Protect(arguments, command);
        foreach (var mount in command.Mounts)
        {
            arguments.AddRange([mount.Writable ? "--bind" : "--ro-bind", mount.Source, mount.Target]);
        }

        arguments.AddRange(["--remount-ro", "/", "--chdir", Inside(command.WorkingDirectory), "--"]);
        return arguments;
    }

    public static string Inside(Workspace workspace) => "/workspace/" + workspace.Name;

    public static string Inside(WorkspacePath path) => path.Relative == "." ? Inside(path.Workspace) : Inside(path.Workspace) + "/" + path.Relative;

    /// <summary>Repositories' insides are read-only and files with secrets are empty, from the working directory up to its root.</summary>
    private static void Protect(List<string> arguments, SandboxCommand command)
    {
        var workspace = command.WorkingDirectory.Workspace;
        var relative = command.WorkingDirectory.Relative;
        for (var folder = relative == "." ? "" : relative; ; folder = Path.GetDirectoryName(folder) ?? "")
        {
            var source = Path.Combine(workspace.RealPath, folder);
            var target = folder.Length == 0 ? Inside(workspace) : Inside(workspace) + "/" + folder;
            if (command.ProtectGit && Path.Exists(Path.Combine(source, ".git")))
            {
                arguments.AddRange(["--ro-bind", Path.Combine(source, ".git"), target + "/.git"]);
            }

            if (Directory.Exists(source))
            {
                foreach (var hidden in Directory.EnumerateFiles(source).Select(f => Path.GetFileName(f)).Where(PathRules.IsHiddenName))
                {
                    arguments.AddRange(["--ro-bind", "/dev/null", target + "/" + hidden]);
                }
            }

            if (folder.Length == 0)
            {
                return;
            }
        }
    }

    private static string Megabytes(int count) => ((long)count << 20).ToString(CultureInfo.InvariantCulture);
}
