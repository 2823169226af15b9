namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>The home folders in which settings are looked for, and whether WSL is in use here.</summary>
/// <param name="Homes">Absolute paths, the person's own first.</param>
/// <param name="HasWsl">This is Windows, or Linux inside WSL.</param>
/// <param name="InsideWsl">The memory seen from here is the virtual machine's, not the machine's.</param>
internal sealed record SettingsPlaces(IReadOnlyList<string> Homes, bool HasWsl, bool InsideWsl)
{
    private const int MostHomes = 20;

    public static SettingsPlaces Find(SettingsOptions options)
    {
        var inside = OperatingSystem.IsLinux() && IsWslKernel();
        var own = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IReadOnlyList<string> homes = options.Homes.Length > 0 ? options.Homes
            : inside ? [own, .. WindowsHomes()]
            : own.Length > 0 ? [own] : [];
        return new SettingsPlaces(homes, inside || OperatingSystem.IsWindows() || options.HasWsl, inside);
    }

    private static bool IsWslKernel()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/osrelease").Contains("microsoft", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> WindowsHomes()
    {
        try
        {
            return [.. Directory.EnumerateDirectories("/mnt/c/Users")
                .Where(f => Path.GetFileName(f) is not ("Public" or "Default" or "All Users" or "Default User") && Directory.Exists(Path.Combine(f, "AppData")))
                .Take(MostHomes)];
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
