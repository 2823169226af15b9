using System.Globalization;
using LocalAi.Cli.Commands;
using LocalAi.Cli.Errors;
using LocalAi.Cli.Terminal;

namespace LocalAi.Cli.Rhythm;

/// <summary>Prints a daily report: Markdown, made readable on a terminal.</summary>
internal static class ReportAction
{
    public static async Task<int> RunAsync(string? date, CommandContext context, CancellationToken cancellationToken)
    {
        var report = await context.Services.Rhythm.GetReportAsync(date is null ? await NewestAsync(context, cancellationToken) : Read(date), cancellationToken);
        if (context.Json)
        {
            return JsonOutput.Write(context.Output, report, OutputJson.Readable.RhythmReport);
        }

        var writer = new AnswerWriter(context.Output);
        writer.Add(report.Text);
        writer.End();
        return ExitCodes.Ok;
    }

    private static DateOnly Read(string date) => DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known)
        ? known
        : throw CliException.Usage($"The date is {date}; write it as 2026-11-21.");

    private static async Task<DateOnly> NewestAsync(CommandContext context, CancellationToken cancellationToken) =>
        (await context.Services.Rhythm.GetReportsAsync(cancellationToken)).Dates is [var newest, ..]
            ? newest
            : throw new CliException(ExitCodes.Error, "There is no daily report yet: the first one is written at 03:00.", "ai rhythm run daily_routine writes one now.");
}
