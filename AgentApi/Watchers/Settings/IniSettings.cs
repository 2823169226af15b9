namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>
/// Sections of <c>key=value</c> lines as in <c>.wslconfig</c>: names without regard to case, <c>#</c> starts a comment. Keys are <c>section.name</c>.
/// </summary>
internal sealed class IniSettings : ISettingsFormat
{
    public void Check(string text)
    {
        var number = 0;
        foreach (var line in Lines(text))
        {
            number++;
            var content = line.AsSpan().Trim();
            if (!IsBlank(content) && !IsSection(content, out _) && content.IndexOf('=') <= 0)
            {
                throw new SettingsException($"Line {number} is neither a section, nor key=value, nor a comment. Repair it first.", "malformed");
            }
        }
    }

    public string? Read(string text, string key)
    {
        var lines = Lines(text);
        return Find(lines, key) is { Line: >= 0 and var line } ? Value(lines[line]).Trim() : null;
    }

    public string Write(string text, string key, string value)
    {
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = Lines(text);
        var (line, end) = Find(lines, key);
        var (section, name) = Split(key);
        if (line >= 0)
        {
            lines[line] = Replace(lines[line], value);
            return string.Concat(lines);
        }

        if (end >= 0)
        {
            if (!lines[end - 1].EndsWith('\n'))
            {
                lines[end - 1] += newLine;
            }

            lines.Insert(end, $"{name}={value}{newLine}");
            return string.Concat(lines);
        }

        var before = text.Length == 0 ? "" : text.EndsWith('\n') ? newLine : newLine + newLine;
        return $"{text}{before}[{section}]{newLine}{name}={value}{newLine}";
    }

    /// <summary>The line of the key (the last one counts) and the line behind the section's last entry; -1 where there is none.</summary>
    private static (int Line, int End) Find(List<string> lines, string key)
    {
        var (section, name) = Split(key);
        int line = -1, end = -1;
        var inside = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var content = lines[i].AsSpan().Trim();
            if (IsSection(content, out var title))
            {
                inside = title.Equals(section, StringComparison.OrdinalIgnoreCase);
            }

            if (inside && !content.IsEmpty)
            {
                end = i + 1;
                if (!IsBlank(content) && content.IndexOf('=') is > 0 and var equals && content[..equals].TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    line = i;
                }
            }
        }

        return (line, end);
    }

    private static string Value(string line)
    {
        var value = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return Comment(value) is >= 0 and var comment ? value[..comment] : value;
    }

    /// <summary>Keeps the key, the spaces around the sign, a comment behind the value, and the end of the line.</summary>
    private static string Replace(string line, string value)
    {
        var start = line.IndexOf('=', StringComparison.Ordinal) + 1;
        var old = Value(line);
        var leading = old.Length - old.TrimStart(' ', '\t').Length;
        var trailing = old[leading..].TrimEnd().Length;
        return line[..(start + leading)] + value + line[(start + leading + trailing)..];
    }

    private static int Comment(string value)
    {
        var quoted = false;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                quoted = !quoted;
            }
            else if (value[i] == '#' && !quoted)
            {
                return i;
            }
        }

        return -1;
    }

    private static (string Section, string Name) Split(string key) => (key[..key.IndexOf('.', StringComparison.Ordinal)], key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    private static bool IsBlank(ReadOnlySpan<char> content) => content.IsEmpty || content[0] is '#' or ';';

    private static bool IsSection(ReadOnlySpan<char> content, out ReadOnlySpan<char> title)
    {
        var close = content.IndexOf(']');
        var section = content is ['[', ..] && close > 1 && (close == content.Length - 1 || IsBlank(content[(close + 1)..].Trim()));
        title = section ? content[1..close].Trim() : default;
        return section;
    }

    /// <summary>Lines with their ends.</summary>
    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
