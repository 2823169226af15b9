using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Shell profiles: what every login starts and nothing ends, which is how one script comes to run eight times. Functions, aliases, comments and here-documents only
/// define or print something; what looks first whether it runs already is in order.
/// </summary>
internal static partial class ProfileReader
{
    public static IEnumerable<ScheduledJob> Read(string file, IReadOnlyList<string> lines)
    {
        var (depth, terminator) = (0, (string?)null);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (terminator is not null)
            {
                terminator = line == terminator ? null : terminator;
                continue;
            }

            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (HereDocument().Match(line) is { Success: true } here)
            {
                terminator = here.Groups["end"].Value;
            }

            if (depth > 0 || Function().IsMatch(line))
            {
                depth = Math.Max(0, depth + line.Count(c => c == '{') - line.Count(c => c == '}'));
                continue;
            }

            if (!line.StartsWith("alias ", StringComparison.Ordinal) && !CommandText.IsGuarded(line) && (CommandText.IsEndless(line) || CommandText.IsLeftRunning(line)))
            {
                yield return new ScheduledJob("profile", file, i + 1, "at every login", line);
            }
        }
    }

    [GeneratedRegex(@"^(?:function\s+[\w-]+\s*(?:\(\))?|[\w-]+\s*\(\))\s*\{", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Function();

    [GeneratedRegex(@"<<-?\s*[""']?(?<end>\w+)[""']?", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex HereDocument();
}
