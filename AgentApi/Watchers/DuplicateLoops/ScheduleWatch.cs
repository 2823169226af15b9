using LocalAi.AgentApi.Audit;
using LocalAi.AgentApi.Watchers.Reports;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Finds work that is scheduled more than once, work that two schedulers start, and endless loops that a schedule or a login starts. Reported only, each with its
/// place, the reason, and what to do.
/// </summary>
internal sealed class ScheduleWatch(ScheduleSources sources)
{
    public const string Name = "schedules";
    private const int MostFindings = 100;

    public async Task<WatchReport> LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (jobs, problems) = await sources.ReadAsync(cancellationToken);
        List<Finding> findings = [.. Doubles(jobs, now), .. Endless(jobs, now), .. LeftRunning(jobs, now), .. problems.Select((p, i) => Finding($"unread/{i}", FindingSeverity.Info, "An export could not be read.", p, "Export again: schtasks /query /xml ONE > tasks.xml", now))];
        return new WatchReport(
            Name, $"{jobs.Count} scheduled jobs: {string.Join(", ", jobs.GroupBy(j => j.Scheduler).Select(g => $"{g.Count()} {g.Key}"))}.".Replace(": .", ".", StringComparison.Ordinal),
            [.. jobs.Select(j => new WatchedThing(j.Place, j.Scheduler, $"{j.When}: {Shorten(j.Command)}"))], [.. findings.Take(MostFindings)]);
    }

    private static IEnumerable<Finding> Doubles(IReadOnlyList<ScheduledJob> jobs, DateTimeOffset now)
    {
        foreach (var same in jobs.GroupBy(j => CommandText.Work(j.Command)).Where(g => g.Key.Length > 0 && g.Count() > 1))
        {
            var schedulers = same.Select(j => j.Scheduler).Distinct().ToList();
            var places = string.Join("; ", same.Take(10).Select(j => $"{j.Place} ({j.When})"));
            yield return Finding(
                $"double/{Key(same.Key)}", FindingSeverity.Warning,
                schedulers.Count > 1 ? $"{string.Join(" and ", schedulers)} both start the same job." : $"The same job is scheduled {same.Count()} times.",
                $"{Shorten(same.Key)}: {places}. They run beside each other when their times meet.", $"Keep one of them and take out the others, or guard it: flock -n /tmp/job.lock {Shorten(same.Key)}", now);
        }
    }

    private static IEnumerable<Finding> Endless(IReadOnlyList<ScheduledJob> jobs, DateTimeOffset now) =>
        jobs.Where(j => CommandText.IsEndless(j.Command)).Select(j => Finding(
            $"endless/{Key(j.Place)}", FindingSeverity.Warning, $"{j.Place} starts a loop that never ends.", $"{j.When}: {Shorten(j.Command)}. Every start adds one more.",
            "Take the loop out and schedule its body once, for example as a task of Rhythm (Rhythm:Tasks) or a systemd service.", now));

    private static IEnumerable<Finding> LeftRunning(IReadOnlyList<ScheduledJob> jobs, DateTimeOffset now) =>
        jobs.Where(j => j.Scheduler == "profile" && !CommandText.IsEndless(j.Command)).Select(j => Finding(
            $"login/{Key(j.Place)}", FindingSeverity.Warning, $"{j.Place} starts a program at every login and leaves it running.", $"{Shorten(j.Command)}. Every new shell adds one more.",
            $"Make it a systemd user service, or look first: pgrep -f '{Shorten(CommandText.Work(j.Command))}' || …", now));

    private static Finding Finding(string what, FindingSeverity severity, string title, string detail, string fix, DateTimeOffset now) =>
        new($"{Name}/{what}", severity, title, detail, fix, now);

    // To be shown: a crontab may hold passwords.
    private static string Shorten(string text) => Redaction.Text(text) is var shown && shown.Length <= 200 ? shown : shown[..200] + "…";

    // The whole text may be longer than a key; its hash keeps two long ones apart.
    private static string Key(string text) =>
        text.Length <= 80 ? text : text[..60] + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16];
}
