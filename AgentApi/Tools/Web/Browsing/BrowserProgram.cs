namespace LocalAi.AgentApi.Tools.Web.Browsing;

/// <summary>Finds the Chromium or Chrome of this machine.</summary>
internal static class BrowserProgram
{
    // Distributions' own commands are shell scripts that read settings of the user; the program itself is behind them.
    private static readonly string[] UsualPlaces =
    [
        "/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser", "/usr/lib64/chromium-browser/chromium-browser", "/opt/google/chrome/chrome",
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    /// <returns>The program, or why there is none and what brings it.</returns>
    public static (string? Path, string? Missing) Find(WebOptions options)
    {
        if (!options.Enabled)
        {
            return (null, "The web tools are turned off (Agent:Web:Enabled).");
        }

        if (OperatingSystem.IsWindows())
        {
            return (null, "The web tools need Linux or macOS: on Windows, run this service in WSL with `apt-get install chromium`.");
        }

        if (options.Browser is { Length: > 0 } named)
        {
            return File.Exists(named) ? (named, null) : (null, $"There is no browser where Agent:Web:Browser says; {Install}");
        }

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = UsualPlaces.Concat(onPath.SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))).FirstOrDefault(File.Exists);
        return found is not null ? (found, null) : (null, $"The web tools need Chromium or Chrome: {Install}");
    }

    private static string Install => OperatingSystem.IsMacOS() ? "brew install --cask chromium" : "apt-get install chromium";
}
