using System.Globalization;
using System.Text.Json;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>At 03:00 local time: the last 24 hours as <c>reports/2026-11-21.md</c> and <c>.json</c> in the data folder; 90 reports are kept.</summary>
internal sealed class DailyRoutineTask(
    ProbeStore store, SampleStore samples, LoadSensor sensor, RhythmView view, RhythmClock clock, IOptions<RhythmOptions> options, IOptions<LocalAiOptions> installation) : IRhythmTask
{
    private const int MostReports = 90;
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
        var folder = Path.Combine(DataFolder.Resolve(installation.Value), "reports");
        Directory.CreateDirectory(folder);
        var report = new DailyReport(
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, options.Value.Zone).DateTime),
            await store.TargetsAsync(Window, cancellationToken),
            await store.AllRunsAsync(Window, cancellationToken),
            [.. (view.Last?.Plan.Decisions ?? []).Where(d => d.Kind == DecisionKind.Skip).Select(d => new HeldBack(d.Task, d.Reason))],
            Hours(await samples.SinceAsync(now - Window, cancellationToken)),
            FreeDisk(folder));
        var name = Path.Combine(folder, report.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await WriteAsync(name + ".json", JsonSerializer.Serialize(report, Json), cancellationToken);
        await WriteAsync(name + ".md", DailyReportText.Markdown(report), cancellationToken);
        Forget(folder);
        return $"Wrote reports/{Path.GetFileName(name)}.md and .json.";
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

    /// <summary>Complete or not at all: a reader never sees half a report.</summary>
    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(file + ".part", text, cancellationToken);
        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>Deletes our oldest reports; only names of the form 2026-11-21.md and .json are ours.</summary>
    private static void Forget(string folder)
    {
        var reports = Directory.EnumerateFiles(folder)
            .Where(f => Path.GetExtension(f) is ".md" or ".json" && DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(f), "yyyy-MM-dd", out _))
            .GroupBy(f => Path.GetFileNameWithoutExtension(f))
            .OrderByDescending(g => g.Key, StringComparer.Ordinal);
        foreach (var file in reports.Skip(MostReports).SelectMany(g => g))
        {
            File.Delete(file);
        }
    }

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
