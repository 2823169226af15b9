using System.Globalization;
using System.Text.Json;
using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>At 03:00 local time: the last 24 hours as <c>reports/2026-11-21.md</c> and <c>.json</c> in the data folder; 90 reports are kept.</summary>
internal sealed class DailyRoutineTask(
    ProbeStore store, SampleStore samples, AlertStore alerts, GatewayLook gateway, ReportFolder folder, LoadSensor sensor, RhythmView view, RhythmClock clock, IOptions<RhythmOptions> options) : IRhythmTask
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public ScheduledTask Definition { get; } = new()
    {
        Name = TaskNames.DailyRoutine,
        Priority = TaskPriority.Low,
        Schedule = TaskSchedule.Daily(new TimeOnly(3, 0)),
        DependsOn = [TaskNames.SystemMaintenance],
        Timeout = TimeSpan.FromMinutes(10),
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        if (context.Run is null)
        {
            return "No report: the database is away.";
        }

        var now = clock.Now;
        var report = new DailyReport(
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, options.Value.Zone).DateTime),
            await store.TargetsAsync(Window, cancellationToken),
            await store.AllRunsAsync(Window, cancellationToken),
            [.. view.HeldBack.Since(now - Window).Select(h => new HeldBack(h.Task, h.LastReason, h.Times, h.Time.TotalMinutes))],
            Hours(await samples.SinceAsync(now - Window, cancellationToken)),
            FreeDisk(Directory.Exists(folder.Path) ? folder.Path : Path.GetTempPath()),
            [.. (await gateway.UsageAsync("model", Window, cancellationToken) ?? []).Select(u => new TokenUse(u.Group, u.Requests, u.Errors, u.PromptTokens, u.CompletionTokens, u.FirstTokenMs))],
            [.. (await alerts.SinceAsync(Window, cancellationToken)).Select(a => new Anomaly(a.Since, a.Title, a.State))]);
        await folder.WriteAsync(report.Date, DailyReportText.Markdown(report), JsonSerializer.Serialize(report, Json), cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"Wrote reports/{report.Date:yyyy-MM-dd}.md and .json.");
    }

    private List<HourLoad> Hours(IReadOnlyList<LoadMinute> minutes) =>
    [
        .. minutes.GroupBy(m => new DateTime(m.At.Ticks - (m.At.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Utc)).Select(g => new HourLoad(
            TimeZoneInfo.ConvertTime(new DateTimeOffset(g.Key), options.Value.Zone),
            g.Average(m => m.Cpu),
            g.Average(m => m.ForeignCpu),
            sensor.Profile?.Expected(new DateTimeOffset(g.Key)),
            g.Average(m => m.UsedMemory))),
    ];

    private static long? FreeDisk(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
