namespace LocalAi.Contracts;

/// <summary>Where an installation keeps its data; host, services and CLI agree on it.</summary>
public static class DataFolder
{
    /// <summary><c>$LOCALAI_DATA</c>, else <c>$XDG_DATA_HOME/localai</c>, else the platform's folder for application data + <c>localai</c>.</summary>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable("LOCALAI_DATA") is { Length: > 0 } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        // On Linux LocalApplicationData already honours XDG_DATA_HOME.
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "localai");
    }

    /// <summary>The host's run file: <c>run/host.json</c>.</summary>
    public static string RunFile(string folder) => Path.Combine(folder, "run", "host.json");

    /// <summary>The key that services and the CLI of this installation share: <c>keys/internal-key</c>.</summary>
    public static string InternalKeyFile(string folder) => Path.Combine(folder, "keys", "internal-key");
}
