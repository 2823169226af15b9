using LocalAi.AgentApi.Rhythm.Loop;

namespace LocalAi.AgentApi.Watchers.Reports;

/// <summary>What a watching run says of itself in the run log.</summary>
internal static class WatchSummary
{
    public static string Of(IReadOnlyList<WatchReport> reports, RunContext context)
    {
        var worst = reports.SelectMany(r => r.Findings).OrderByDescending(f => f.Severity).Take(5).Select(f => f.Title);
        return string.Join(" ", reports.Select(r => r.Summary).Concat(worst)) + (context.Run is null ? " Not kept: the database is away." : "");
    }
}
