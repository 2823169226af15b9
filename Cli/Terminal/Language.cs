namespace LocalAi.Cli.Terminal;

/// <summary>English, or Korean where the locale says so. The runtime itself is culture-invariant: that starts faster.</summary>
internal static class Language
{
    public static bool IsKorean { get; } = Locale().StartsWith("ko", StringComparison.OrdinalIgnoreCase);

    public static string Pick(string english, string korean) => IsKorean ? korean : english;

    // The order POSIX gives: LC_ALL wins over LC_MESSAGES, which wins over LANG.
    private static string Locale()
    {
        foreach (var name in (string[])["LC_ALL", "LC_MESSAGES", "LANG"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return "";
    }
}
