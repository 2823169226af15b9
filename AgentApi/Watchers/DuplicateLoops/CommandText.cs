using System.Text.RegularExpressions;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>Reads command lines: what is the same work, what never ends, what goes on behind a login.</summary>
internal static partial class CommandText
{
    private const int Longest = 4096;
    private const int MostLayers = 10;

    // Lines are short, so a match takes a millisecond at most; the limits below are time on the wall, and a busy machine may stop us for seconds.

    /// <summary>
    /// The work without its wrapping, so that the same job written in two places is recognised: redirections, nohup, nice, flock, timeout, sudo, env, guards,
    /// <c>sh -c</c>, a change of folder before it, the path of the program, doubled spaces.
    /// </summary>
    public static string Work(string command)
    {
        var text = (command.Length <= Longest ? command : command[..Longest]).Trim();
        for (var layer = 0; layer < MostLayers; layer++)
        {
            var bare = Unwrap(text);
            if (bare == text)
            {
                break;
            }

            text = bare;
        }

        text = Spaces().Replace(text, " ");
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var program = end < 0 ? text : text[..end];
        return program[(program.LastIndexOfAny(['/', '\\']) + 1)..] + (end < 0 ? "" : text[end..]);
    }

    /// <summary>True when a command contains a loop that never ends.</summary>
    public static bool IsEndless(string command) => Endless().IsMatch(command);

    /// <summary>True when a line starts something that goes on after it: nohup, setsid, watch, or a lone ampersand.</summary>
    public static bool IsLeftRunning(string line) => Detached().IsMatch(line) || Background().IsMatch(line);

    /// <summary>True when the line looks first whether it runs already.</summary>
    public static bool IsGuarded(string line) => Guard().IsMatch(line);

    private static string Unwrap(string text)
    {
        text = Redirections().Replace(text, "").Trim();
        text = text.EndsWith('&') && !text.EndsWith("&&", StringComparison.Ordinal) ? text[..^1].TrimEnd() : text;
        text = text is ['(', .., ')'] or ['\'', .., '\''] or ['"', .., '"'] ? text[1..^1].Trim() : text;
        var shell = Shell().Match(text);
        return shell.Success ? shell.Groups["work"].Value.Trim() : Prefix().Replace(text, "").Trim();
    }

    [GeneratedRegex(@"\s*(?:&>>?|\d?>>?)\s*(?:&\d|""[^""]*""|'[^']*'|[^\s;&|]+)", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Redirections();

    [GeneratedRegex(@"^(?:\S*/)?(?:ba|da|z)?sh\s+-l?c\s+(?<quote>[""'])(?<work>.*)\k<quote>$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 20_000)]
    private static partial Regex Shell();

    [GeneratedRegex(
        @"^(?:(?:\S*/)?(?:nohup|setsid|chronic|exec|time|systemd-cat|ionice(?:\s+-\S+(?:\s+\d+)?)*|nice(?:\s+-n\s*-?\d+|\s+-\d+)?|sudo(?:\s+-\S+(?:\s+[a-z_][\w-]*(?=\s))?)?|timeout(?:\s+-\S+)*\s+\d+\w*|flock(?:\s+-\S+)*\s+\S+(?:\s+-c)?|env|watch(?:\s+-n\s*\S+)?)\s+"
        + @"|[A-Za-z_]\w*=\S*\s+|cd\s+\S+\s*(?:&&|;)\s*|(?:test\s[^;&|]*|\[\s[^\]]*\])\s*&&\s*|command\s+-v\s[^;&|]*&&\s*)",
        RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\bwhile\s+(?:true|:|\[\s*1\s*\]|\(\(\s*1\s*\)\)|sleep\s+\S+)|\buntil\s+false\b|\bfor\s*\(\(\s*;\s*;\s*\)\)", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Endless();

    [GeneratedRegex(@"(?:^|[;&|(]\s*)(?:\S*/)?(?:nohup|setsid|watch)\s", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Detached();

    [GeneratedRegex(@"(?<![&>|])&(?![&>\d])\s*(?:disown\b.*)?(?:[;)]|$)", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Background();

    [GeneratedRegex(@"\b(?:pgrep|pidof|flock|systemctl\s+--user\s+is-active)\b", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Guard();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Spaces();
}
