using System.Xml;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Everything that starts work on a schedule or at login: crontabs, enabled systemd timers, shell profiles, exports of Windows scheduled tasks.
/// Bounded: 500 files of 256 KB (exports 8 MB), 5,000 jobs. What may not be read is left out.
/// </summary>
internal sealed class ScheduleSources(IOptions<WatcherOptions> options, CommandRunner commands)
{
    public const int MostExports = 20;
    private const int MostFiles = 500;
    private const int MostJobs = 5000;
    private const int LongestFile = 256 * 1024;
    private const int LongestExport = 8 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] Profiles = [".profile", ".bash_profile", ".bash_login", ".bashrc", ".zprofile", ".zshrc", ".zshenv", ".zlogin", ".config/fish/config.fish"];

    private ScheduleOptions Settings => options.Value.Schedules;

    private string Home => Settings.Home is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The jobs, and sentences about exports that could not be read.</summary>
    public async Task<(IReadOnlyList<ScheduledJob> Jobs, IReadOnlyList<string> Problems)> ReadAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        List<ScheduledJob> jobs = [.. await CronAsync(cancellationToken), .. await TimersAsync(cancellationToken), .. LoginFiles(), .. Exports(problems)];
        return ([.. jobs.Distinct().Take(MostJobs)], problems);
    }

    private async Task<IReadOnlyList<ScheduledJob>> CronAsync(CancellationToken cancellationToken)
    {
        List<ScheduledJob> jobs =
        [
            .. Cron(At("etc/crontab"), hasUser: true),
            .. Files(At("etc/cron.d"), "*").SelectMany(f => Cron(f, hasUser: true)),
        ];
        var spool = Files(At("var/spool/cron/crontabs"), "*").Concat(Files(At("var/spool/cron"), "*")).SelectMany(f => Cron(f, hasUser: false)).ToList();
        if (spool.Count == 0 && Settings.AskPrograms && await commands.RunAsync("crontab", ["-l"], Patience, cancellationToken) is { ExitCode: 0 } answer)
        {
            // The spool may be read only by root; the user's own table can be asked for.
            spool = [.. CrontabReader.Read("crontab -l", BoundedText.Lines(answer.Output), hasUser: false)];
        }

        return [.. jobs, .. spool];
    }

    private static IEnumerable<ScheduledJob> Cron(string file, bool hasUser) =>
        BoundedText.Read(file, LongestFile) is { } text ? CrontabReader.Read(file, BoundedText.Lines(text), hasUser) : [];

    private async Task<IReadOnlyList<ScheduledJob>> TimersAsync(CancellationToken cancellationToken)
    {
        string[] system = [At("etc/systemd/system"), At("run/systemd/system"), At("usr/lib/systemd/system"), At("lib/systemd/system")];
        string[] user = [Path.Combine(Home, ".config/systemd/user"), At("etc/systemd/user"), At("usr/lib/systemd/user")];
        var enabledByUser = Enabled(user).Concat(await ActiveAsync(cancellationToken));
        return [.. Timers(system, Enabled(system)), .. Timers(user, enabledByUser)];
    }

    /// <summary>A timer is enabled by a link in a folder x.wants.</summary>
    private static IEnumerable<string> Enabled(string[] folders) =>
        folders.SelectMany(f => Folders(f, "*.wants")).SelectMany(f => Files(f, "*.timer")).Select(f => Path.GetFileName(f));

    /// <summary>What the user's service manager says it will start; nothing where there is none.</summary>
    private async Task<IReadOnlyList<string>> ActiveAsync(CancellationToken cancellationToken) =>
        Settings.AskPrograms && await commands.RunAsync("systemctl", ["--user", "list-timers", "--output=json"], Patience, cancellationToken) is { ExitCode: 0 } answer
            ? TimerList.Units(answer.Output) : [];

    private static IEnumerable<ScheduledJob> Timers(string[] folders, IEnumerable<string> enabled)
    {
        foreach (var name in enabled.Distinct(StringComparer.Ordinal).Take(MostFiles))
        {
            if (Unit(name) is { } timer)
            {
                foreach (var job in TimerReader.Read(timer.File, timer.Lines, service => Unit(service)?.Lines))
                {
                    yield return job;
                }
            }
        }

        (string File, IReadOnlyList<string> Lines)? Unit(string name)
        {
            // A unit's name is no path.
            foreach (var file in name.Contains('/', StringComparison.Ordinal) ? [] : folders.Select(f => Path.Combine(f, name)))
            {
                if (BoundedText.Read(file, LongestFile) is { } text)
                {
                    return (file, BoundedText.Lines(text));
                }
            }

            return null;
        }
    }

    private IEnumerable<ScheduledJob> LoginFiles() =>
        Profiles.Select(p => Path.Combine(Home, p)).Append(At("etc/profile")).Append(At("etc/bash.bashrc")).Concat(Files(At("etc/profile.d"), "*.sh"))
            .SelectMany(f => BoundedText.Read(f, LongestFile) is { } text ? ProfileReader.Read(f, BoundedText.Lines(text)) : []);

    private List<ScheduledJob> Exports(List<string> problems)
    {
        var jobs = new List<ScheduledJob>();
        foreach (var file in Settings.Exports.Take(MostExports))
        {
            try
            {
                var text = BoundedText.Read(file, LongestExport);
                var found = text is null ? [] : text.TrimStart('\uFEFF', ' ', '\r', '\n').StartsWith('<') ? WindowsTaskXmlReader.Read(file, text) : WindowsTaskCsvReader.Read(file, text);
                jobs.AddRange(found);
                if (text is null)
                {
                    problems.Add($"{file} cannot be read: it must be a file of at most 8 MB.");
                }
            }
            catch (XmlException wrong)
            {
                problems.Add($"{file} is no export of scheduled tasks: {wrong.Message}");
            }
        }

        return jobs;
    }

    private string At(string path) => Path.Combine(Settings.Root, path);

    private static IReadOnlyList<string> Files(string folder, string pattern) => List(() => Directory.EnumerateFiles(folder, pattern), folder);

    private static IReadOnlyList<string> Folders(string folder, string pattern) => List(() => Directory.EnumerateDirectories(folder, pattern), folder);

    private static IReadOnlyList<string> List(Func<IEnumerable<string>> entries, string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. entries().Take(MostFiles).Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
