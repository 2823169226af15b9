namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>systemd timers: when (the timer's unit file) and what (the ExecStart of its service).</summary>
internal static class TimerReader
{
    /// <param name="file">The timer's unit file.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="service">Lines of a service's unit file by name, or null when it cannot be found.</param>
    public static IEnumerable<ScheduledJob> Read(string file, IReadOnlyList<string> lines, Func<string, IReadOnlyList<string>?> service)
    {
        var timer = Section(lines, "Timer").ToList();
        var when = timer.Where(e => e.Key.StartsWith("On", StringComparison.Ordinal) && e.Value.Length > 0).ToList();
        if (when.Count == 0)
        {
            yield break;
        }

        var unit = timer.LastOrDefault(e => e.Key == "Unit").Value ?? Path.GetFileNameWithoutExtension(file) + ".service";
        foreach (var start in Section(service(unit) ?? [], "Service").Where(e => e.Key == "ExecStart" && e.Value.Length > 0))
        {
            yield return new ScheduledJob("systemd", file, when[0].Line, string.Join(", ", when.Select(e => $"{e.Key}={e.Value}")), start.Value.TrimStart('-', '@', '+', '!', ':'));
        }
    }

    /// <summary>The entries of a section; a line that ends with a backslash goes on in the next one.</summary>
    private static IEnumerable<(string Key, string Value, int Line)> Section(IReadOnlyList<string> lines, string name)
    {
        var inside = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, first) = (lines[i].Trim(), i + 1);
            while (line.EndsWith('\\') && i + 1 < lines.Count)
            {
                line = line[..^1].TrimEnd() + " " + lines[++i].Trim();
            }

            if (line.StartsWith('['))
            {
                inside = line == $"[{name}]";
            }
            else if (inside && line.Length > 0 && line[0] is not ('#' or ';') && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                yield return (line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart(), first);
            }
        }
    }
}
