using System.Text.Json;
using LocalAi.AgentApi.Rhythm.Tasks;
using LocalAi.Contracts.Rhythm;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.AgentApi.Rhythm.Api;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder rhythm)
    {
        var reports = rhythm.MapGroup("/reports");
        reports.MapGet("", (ReportFolder folder) => new RhythmReportList(folder.Dates())).WithSummary("Days that have a daily report.");
        reports.MapGet("/{date}", ReadAsync).WithSummary("The report of a day, as Markdown and as data.");
    }

    private static async Task<RhythmReport> ReadAsync(ReportFolder folder, DateOnly date, CancellationToken cancellationToken)
    {
        if (await folder.ReadAsync(date, ".md", cancellationToken) is not { } text)
        {
            var dates = folder.Dates();
            var known = dates.Count == 0 ? "The first one is written at 03:00." : $"The newest is of {dates[0]:yyyy-MM-dd}.";
            throw new RequestProblemException(StatusCodes.Status404NotFound, $"There is no report of {date:yyyy-MM-dd}. {known}") { Code = "report_not_found" };
        }

        return new RhythmReport(date, text, Read(await folder.ReadAsync(date, ".json", cancellationToken)));
    }

    private static JsonElement? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            // Somebody changed the file by hand; the text is there all the same.
            return null;
        }
    }
}
