using Microsoft.Extensions.Configuration;

namespace LocalAi.Hosting.Storage;

/// <summary>The one folder LocalAi keeps everything in: postgres/, models/, logs/, run/, keys/. Only its owner may enter it.</summary>
internal sealed class DataFolder
{
    public const string Setting = "LOCALAI_DATA";

    // A fresh Postgres takes 40 MB, its write-ahead log up to 1 GB when busy.
    private const long LeastFreeBytes = 200L << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataFolder(string path) => Root = path;

    public string Root { get; }

    public string Models => Path.Combine(Root, "models");

    public string Logs => Path.Combine(Root, "logs");

    public string Run => Path.Combine(Root, "run");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>$LOCALAI_DATA, else $XDG_DATA_HOME/localai, else the platform's folder for a user's program data.</summary>
    public static string Locate(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }

        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg)
        {
            return Path.Combine(xdg, "localai");
        }

        // ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "localai");
    }

    /// <summary>Makes the folder and checks that it can hold data.</summary>
    /// <exception cref="StartException">It is another user's, not writable, or on a full disk.</exception>
    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(path);
        try
        {
            CheckOwner(path);
            foreach (var part in (string[])[folder.Root, folder.Models, folder.Logs, folder.Run, folder.Keys])
            {
                CreateOwnerOnly(part);
            }

            Probe(Path.Combine(folder.Run, ".probe"));
            CheckFreeSpace(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {path} is not writable for user '{Environment.UserName}'. Give it to this user or set {Setting} to another folder.");
        }
        catch (IOException failure)
        {
            throw new StartException($"The data folder {path} cannot be used: {failure.Message} Free space there or set {Setting} to another folder.");
        }

        return folder;
    }

    public static void CreateOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if (File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static void CheckOwner(string path)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(path))
        {
            return;
        }

        var owner = UnixOwner.Of(path);
        if (owner is { } id && id != UnixOwner.Current)
        {
            throw new StartException(
                $"The data folder {path} belongs to user '{UnixOwner.NameOf(id)}', and this is '{UnixOwner.NameOf(UnixOwner.Current)}'. " +
                $"Start LocalAi as its owner or set {Setting} to another folder.");
        }
    }

    // Root may write anywhere, and a read-only mount or a full disk shows only when something is written.
    private static void Probe(string path)
    {
        using var probe = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.DeleteOnClose | FileOptions.WriteThrough,
            BufferSize = 0,
        });
        probe.Write(new byte[4096]);
        probe.Flush(flushToDisk: true);
    }

    private static void CheckFreeSpace(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < LeastFreeBytes)
        {
            throw new StartException(
                $"The disk of the data folder {path} is full: {free >> 20} MB free, at least {LeastFreeBytes >> 20} MB needed. Free space there or set {Setting} to another folder.");
        }
    }
}
