using System.Globalization;
using System.Text.RegularExpressions;
using LocalAi.AgentApi.Rhythm;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>The allow-list. What no rule names is not junk.</summary>
internal sealed partial class JunkRules
{
    /// <summary>Begins the name a file has in the moment it is deleted; one that was left by a crash is found again.</summary>
    public const string Condemned = ".localai-junk-";

    private const int CacheDepth = 8;

    // Milliseconds. The patterns are linear; a machine under load may still hold a thread back for long.
    private const int MatchTimeout = 10_000;

    public JunkRules(IOptions<RhythmOptions> options, IOptions<LocalAiOptions> installation)
        : this(
            options.Value.Junk,
            DataFolder.Resolve(installation.Value),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
            Path.GetTempPath())
    {
    }

    internal JunkRules(JunkOptions options, string data, string home, string temporary)
    {
        var partial = TimeSpan.FromDays(options.PartialDays);
        var cache = TimeSpan.FromDays(options.CacheDays);
        All =
        [
            new("old log", data, "logs", OldLog(), TimeSpan.FromDays(options.LogDays), 0),
            new("run leftover", data, "run", Temporary(), partial, 0),
            new("old report", data, "reports", Report(), TimeSpan.FromDays(options.ReportDays), 0),
            new("partial report", data, "reports", Temporary(), partial, 0),
            new("partial download", data, "models", PartialDownload(), partial, 3),
            .. Environment.GetEnvironmentVariable("LOCALAI_MODELS") is { Length: > 0 } models && Path.IsPathFullyQualified(models)
                ? [new JunkRule("partial download", models, ".", PartialDownload(), partial, 3)] : Array.Empty<JunkRule>(),
            new("sandbox leftover", temporary, ".", SandboxFolder(), partial, 1, WholeFolders: true),
            .. options.Caches.Distinct(StringComparer.OrdinalIgnoreCase).Select(c => Cache(c, home, cache)),
        ];
    }

    public IReadOnlyList<JunkRule> All { get; }

    /// <summary>False for the folder of a process that still runs.</summary>
    public static bool IsAbandoned(string folder) =>
        SandboxFolder().Match(folder) is { Success: true } match
        && int.TryParse(match.Groups["pid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && !Directory.Exists($"/proc/{pid}");

    private static JunkRule Cache(string name, string home, TimeSpan age) => name.ToLowerInvariant() switch
    {
        "pip" => new("pip cache", home, ".cache/pip", Anything(), age, CacheDepth),
        "npm" => new("npm cache", home, ".npm/_cacache", Anything(), age, CacheDepth),
        _ => new("nuget cache", home, ".local/share/NuGet/http-cache", Anything(), age, CacheDepth),
    };

    // RotatingLog of the host: name.log is in use, name.1.log and name.log.1 are older parts.
    [GeneratedRegex(@"^([\w.-]+\.log\.\d+|[\w.-]+\.\d+\.log|\.localai-junk-[0-9a-f]{32})$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex OldLog();

    [GeneratedRegex(@"^(.+\.(new|part|tmp)|\.probe|\.localai-junk-[0-9a-f]{32})$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d\.(md|json)|\.localai-junk-[0-9a-f]{32})$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex Report();

    [GeneratedRegex(@"^(.+\.(part|partial|incomplete|download|ipull)|\.localai-junk-[0-9a-f]{32})$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex PartialDownload();

    [GeneratedRegex(@"^localai-sandbox-(?<pid>\d{1,9})-\w+$", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex SandboxFolder();

    [GeneratedRegex(".", RegexOptions.CultureInvariant, MatchTimeout)]
    private static partial Regex Anything();
}
