using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Crontabs: five time fields or @daily and the like, in system files then a user, then the command (crontab(5)). Entries that give way where systemd runs are not
/// counted: distributions ship them beside a timer.
/// </summary>
internal static partial class CrontabReader
{
    private const int FieldsOfTime = 5;

    /// <param name="file">Where the lines come from.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="hasUser">True for /etc/crontab and /etc/cron.d.</param>
    public static IEnumerable<ScheduledJob> Read(string file, IReadOnlyList<string> lines, bool hasUser)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#' || Variable().IsMatch(line))
            {
                continue;
            }

            var times = line[0] == '@' ? 1 : FieldsOfTime;
            var fields = line.Split((char[]?)null, times + (hasUser ? 2 : 1), StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == times + (hasUser ? 2 : 1) && (times == 1 || fields.Take(times).All(f => Time().IsMatch(f))) && !fields[^1].Contains("/run/systemd/system", StringComparison.Ordinal))
            {
                yield return new ScheduledJob("cron", file, i + 1, string.Join(' ', fields.Take(times)), Command(fields[^1]));
            }
        }
    }

    /// <summary>What follows an unescaped % is the command's input.</summary>
    private static string Command(string text) => Input().Replace(text, "").Replace("\\%", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z_]\w*\s*=", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[\w*,/~-]+$", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<!\\)%.*$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 20_000)]
    private static partial Regex Input();
}
