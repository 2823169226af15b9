using System.Text;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Windows scheduled tasks as <c>schtasks /query /fo CSV /v</c> writes them. Columns are taken by their place, because their names are in the language of that
/// Windows. The heading comes again for every folder, a task again for every trigger.
/// </summary>
internal static class WindowsTaskCsvReader
{
    private const int NameColumn = 1;
    private const int CommandColumn = 8;
    private const int StateColumn = 11;
    private const int ScheduleColumn = 18;
    private const int RepeatColumn = 24;
    private const int LeastColumns = 19;
    private const int MostRows = 5000;

    public static IReadOnlyList<ScheduledJob> Read(string file, string text)
    {
        var rows = Rows(text).Take(MostRows).ToList();
        if (rows.Count == 0 || rows[0].Fields.Count < LeastColumns)
        {
            return [];
        }

        var (heading, jobs) = (rows[0].Fields, new List<ScheduledJob>());
        foreach (var (fields, line) in rows.Skip(1))
        {
            if (fields.Count < LeastColumns || fields[NameColumn] == heading[NameColumn] || fields[NameColumn].StartsWith(@"\Microsoft\", StringComparison.OrdinalIgnoreCase)
                || fields[StateColumn] is "Disabled" or "사용 안 함" || !fields[CommandColumn].Contains('.', StringComparison.Ordinal))
            {
                // No command with a file in it: a COM handler or several actions.
                continue;
            }

            var repeat = fields.Count > RepeatColumn ? fields[RepeatColumn] : "";
            jobs.Add(new ScheduledJob("windows", $"{file} {fields[NameColumn]}", line, $"{fields[ScheduleColumn]} {repeat}".Trim(), fields[CommandColumn].Replace("\"", "", StringComparison.Ordinal).Trim()));
        }

        return [.. jobs.DistinctBy(j => (j.File, j.Command))];
    }

    /// <summary>RFC 4180: quotes hold commas, line ends and doubled quotes.</summary>
    internal static IEnumerable<(IReadOnlyList<string> Fields, int Line)> Rows(string text)
    {
        var (fields, field, quoted, line, first) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (!quoted && c == '\n')
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                yield return (fields, first);
                (fields, first) = ([], line + 1);
                field.Clear();
            }
            else
            {
                field.Append(c);
            }

            line += c == '\n' ? 1 : 0;
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            fields.Add(field.ToString().TrimEnd('\r'));
            yield return (fields, first);
        }
    }
}
