using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace LocalAi.AgentApi.Watchers.DuplicateLoops;

/// <summary>
/// Windows scheduled tasks as <c>schtasks /query /xml</c> writes them: one document (with ONE), or many one after the other, each saying it is UTF-16 whatever the file
/// really is. Disabled tasks and those of Windows itself are not counted.
/// </summary>
internal static partial class WindowsTaskXmlReader
{
    private const int LongestText = 16 << 20;

    /// <exception cref="XmlException">It is no such export.</exception>
    public static IReadOnlyList<ScheduledJob> Read(string file, string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestText, MaxCharactersFromEntities = 1024 };
        using var reader = XmlReader.Create(new StringReader("<all>" + Declaration().Replace(text, "").Trim('\uFEFF', '\0', ' ', '\r', '\n', '\t') + "</all>"), settings);
        var jobs = new List<ScheduledJob>();
        foreach (var task in XDocument.Load(reader).Descendants().Where(e => e.Name.LocalName == "Task"))
        {
            var name = Value(task, "URI") ?? (task.PreviousNode as XComment)?.Value.Trim() ?? "a task";
            if (name.StartsWith(@"\Microsoft\", StringComparison.OrdinalIgnoreCase) || Children(task, "Settings").SelectMany(s => Children(s, "Enabled")).Any(e => e.Value.Trim() == "false"))
            {
                continue;
            }

            var when = string.Join(", ", Children(task, "Triggers").Elements().Select(t => t.Name.LocalName + (Value(t, "Interval") is { } interval ? $" every {interval}" : "")));
            jobs.AddRange(Children(task, "Actions").SelectMany(a => Children(a, "Exec")).Select(exec =>
                new ScheduledJob("windows", $"{file} {name}", 0, when.Length > 0 ? when : "on demand", $"{Value(exec, "Command")?.Trim('"')} {Value(exec, "Arguments")}".Trim())));
        }

        return jobs;
    }

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(e => e.Name.LocalName == name);

    private static string? Value(XElement element, string name) => element.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();

    [GeneratedRegex(@"<\?xml[^>]*\?>", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Declaration();
}
