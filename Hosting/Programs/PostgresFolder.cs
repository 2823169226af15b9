using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using LocalAi.Hosting.Storage;

namespace LocalAi.Hosting.Programs;

/// <summary>The data folder of a Postgres server: where it lies, who owns it, and whether it can be used.</summary>
internal sealed class PostgresFolder
{
    /// <summary>Where root keeps what another user has to reach.</summary>
    public const string RootsPlace = "/var/lib/localai";
    private const int ControlFileBytes = 8192;

    private PostgresFolder(string path, string? user)
    {
        Location = path;
        User = user;
    }

    public string Location { get; }

    /// <summary>The user the server runs as when the host is root; Postgres refuses root.</summary>
    public string? User { get; }

    public bool Exists => File.Exists(Path.Combine(Location, "PG_VERSION"));

    /// <summary>Finds the place, and gives what is there to the server's user.</summary>
    /// <exception cref="StartException">There is no user to drop to, or no place it can reach.</exception>
    public static PostgresFolder Locate(DataFolder folder, string name)
    {
        var path = Path.Combine(folder.Root, name);
        if (OperatingSystem.IsWindows() || !UnixOwner.IsRoot)
        {
            return new PostgresFolder(path, user: null);
        }

        var user = new[] { "postgres", "nobody" }.FirstOrDefault(u => UnixOwner.Find(u) is not null)
            ?? throw new StartException("Postgres does not run as root, and there is neither a user 'postgres' nor 'nobody' to run it as. Start LocalAi as an ordinary user.");

        // Others may pass through the data folder; every folder in it stays closed.
        File.SetUnixFileMode(folder.Root, File.GetUnixFileMode(folder.Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new PostgresFolder(IsReachable(folder.Root) ? path : Relocate(path), user);
    }

    /// <summary>The major version that made it; null when it is not a Postgres folder.</summary>
    /// <exception cref="StartException">It is damaged.</exception>
    public int Version()
    {
        var text = File.ReadAllText(Path.Combine(Location, "PG_VERSION")).Trim();
        var control = new FileInfo(Path.Combine(Location, "global", "pg_control"));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && control.Exists && control.Length == ControlFileBytes
            ? version
            : throw Damaged(control.Exists ? $"PG_VERSION says '{(text.Length > 20 ? text[..20] : text)}' and global/pg_control has {control.Length} bytes." : "global/pg_control is missing.");
    }

    public StartException Damaged(string what) => new(
        $"The Postgres data folder {Location} is damaged: {what} Restore a backup into it, or move it away to begin with an empty database " +
        "(documents can be indexed again from their files).");

    /// <summary>Makes a new folder for the server's user only.</summary>
    public void Create(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        DataFolder.CreateOwnerOnly(path);
        Give(path);
    }

    public void Give(string path)
    {
        if (User is not null && UnixOwner.Find(User) is { } owner)
        {
            UnixOwner.Give(path, owner.User, owner.Group);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsReachable(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if ((folder.UnixFileMode & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // Root's home is closed to every other user, so the server's folder lies outside, and a link in the data folder leads to it.
    [UnsupportedOSPlatform("windows")]
    private static string Relocate(string path)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8];
        var place = Path.Combine(RootsPlace, hash);
        try
        {
            foreach (var part in (string[])[RootsPlace, place])
            {
                Directory.CreateDirectory(part);
                File.SetUnixFileMode(part, (UnixFileMode)0b111_001_001);
            }

            // The link may be there without what it leads to, when somebody removed that.
            if (new FileInfo(path).LinkTarget is null && !Directory.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.Combine(place, Path.GetFileName(path)));
            }

            return Path.Combine(place, Path.GetFileName(path));
        }
        catch (IOException failure)
        {
            throw new StartException(
                $"As root, Postgres runs as another user, who cannot enter {path}, and {RootsPlace} cannot be used: {failure.Message} " +
                $"Set {DataFolder.Setting} to a folder everybody may pass, for example /srv/localai.");
        }
    }
}
