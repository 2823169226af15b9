using LocalAi.Contracts;

namespace LocalAi.Cli.Connection;

/// <summary>Who we are to the services.</summary>
internal static class AccessKey
{
    private const UnixFileMode OthersMayRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// <c>LOCALAI_API_KEY</c> when it is set. Else the installation's internal key, which never leaves this machine and is not
    /// used when other users can read it; without one the services see the loopback user.
    /// </summary>
    public static string? For(Uri address, string dataFolder, Action<string> warn)
    {
        if (Environment.GetEnvironmentVariable("LOCALAI_API_KEY") is { Length: > 0 } key)
        {
            return key;
        }

        var path = DataFolder.InternalKeyFile(dataFolder);
        if (!address.IsLoopback || !File.Exists(path))
        {
            return null;
        }

        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMayRead) != 0)
            {
                warn($"{path} can be read by other users and is not used: chmod 600 it.");
                return null;
            }

            return File.ReadAllText(path).Trim() is { Length: > 0 and < 1024 } internalKey ? internalKey : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Another user's installation: the services decide what a caller without a key may do.
            return null;
        }
    }
}
