using System.Globalization;
using System.Text;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>The daily report in Markdown.</summary>
internal static class DailyReportText
{
    public static string Markdown(DailyReport report)
    {
        var text = new StringBuilder();
        Line($"# LocalAi, 24 hours before {report.Date:yyyy-MM-dd}");
        Table("Services and stores", "| name | available | median ms | p95 ms | last trouble |", report.Targets, t =>
            $"| {Cell(t.Target)} | {t.Availability * 100:0.0} % | {t.Median:0} | {t.P95:0} | {Cell(t.LastDetail ?? "")} |");
        Table("Requests and tokens", "| model | requests | errors | tokens read | tokens written | first token ms |", report.Tokens, t =>
            $"| {Cell(t.Model)} | {t.Requests} | {t.Errors} | {t.PromptTokens} | {t.CompletionTokens} | {t.FirstTokenMs:0} |");
        Table("Anomalies", "| since (UTC) | what | state |", report.Anomalies, a => $"| {a.Since.UtcDateTime:HH:mm} | {Cell(a.What)} | {a.State} |");
        Table("What ran", "| task | outcome | times | mean seconds | last |", report.Runs, r =>
            $"| {Cell(r.Task)} | {r.Outcome} | {r.Count} | {r.Seconds:0.0} | {Cell(r.LastSummary ?? "")} |");
        Table("Held back", "| task | times | minutes | last because |", report.HeldBack, h => $"| {Cell(h.Task)} | {h.Times} | {h.Minutes:0.0} | {Cell(h.Reason)} |");
        Table("Load", "| hour | CPU | others | predicted | memory |", report.Hours, h =>
            $"| {h.Hour:HH}:00 | {h.Cpu * 100:0} % | {h.ForeignCpu * 100:0} % | {(h.Predicted is { } p ? Text($"{p * 100:0} %") : "not yet")} | {h.UsedMemory * 100:0} % |");
        if (report.FreeDiskBytes is { } free)
        {
            Line($"Free disk space: {free / (double)(1L << 30):0.0} GB.");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(Text(line)).Append("\n\n");

        void Table<T>(string title, string header, IReadOnlyList<T> rows, Func<T, FormattableString> row)
        {
            text.Append("## ").Append(title).Append("\n\n");
            if (rows.Count == 0)
            {
                text.Append("Nothing.\n\n");
                return;
            }

            text.Append(header).Append('\n').Append('|').Insert(text.Length, "---|", header.Count(c => c == '|') - 1).Append('\n');
            foreach (var item in rows)
            {
                text.Append(Text(row(item))).Append('\n');
            }

            text.Append('\n');
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
