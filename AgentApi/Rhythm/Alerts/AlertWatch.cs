using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Watchers;
using LocalAi.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>
/// The leader's loop calls it on every tick; once a minute it reads what is known, lets the rules judge, and stores and tells what changed.
/// It measures nothing itself.
/// </summary>
internal sealed partial class AlertWatch(
    AlertStore store, AlertSender sender, RhythmTelemetry telemetry, LoadSensor sensor, TargetVerdicts verdicts, GatewayFigures gateway, FindingBoard findings,
    IOptions<RhythmOptions> options, IOptions<LocalAiOptions> installation, ILogger<AlertWatch> logger)
{
    private static readonly TimeSpan LearnEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan GatewayFresh = TimeSpan.FromMinutes(30);

    private readonly AlertOptions _options = options.Value.Alerts;
    private readonly AlertTracker _tracker = new();
    private readonly string _folder = DataFolder.Resolve(installation.Value);
    private Dictionary<string, Baseline> _baselines = [];
    private DateTimeOffset? _evaluatedAt;
    private DateTimeOffset? _learnedAt;
    private long _triedEpoch;
    private long _epoch;

    /// <param name="now">Rhythm's time.</param>
    /// <param name="epoch">Under which this node leads: under a new one the open alerts are read again.</param>
    /// <param name="tasks">State of each task.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TickAsync(DateTimeOffset now, long epoch, IReadOnlyDictionary<string, TaskState> tasks, CancellationToken cancellationToken)
    {
        if (!_options.Enabled || (_triedEpoch == epoch && now >= _evaluatedAt && now - _evaluatedAt < TimeSpan.FromSeconds(_options.EverySeconds)))
        {
            return;
        }

        // Also when what follows fails: the loop must not try again on every tick.
        (_evaluatedAt, _triedEpoch) = (now, epoch);
        if (_epoch != epoch)
        {
            _tracker.Restore((await store.OpenAsync(cancellationToken)).Select(a => (a.Rule, a.Subject)), now);
            _epoch = epoch;
        }

        if (_learnedAt is null || now < _learnedAt || now - _learnedAt > LearnEvery)
        {
            _baselines = (await store.LearnAsync(cancellationToken)).ToDictionary(b => b.Target);
            _learnedAt = now;
        }

        var inputs = new AlertInputs(
            sensor.LastMinute,
            UsedDisk(),
            await store.RecentAsync(cancellationToken),
            verdicts,
            _baselines,
            gateway.Last is { } figures && now - figures.At < GatewayFresh ? figures : null,
            tasks,
            findings.Snapshot());
        var changes = _tracker.Evaluate(now, AlertRules.Read(inputs, _options), AlertRules.FailedTask, AlertRules.Finding);
        try
        {
            foreach (var change in changes)
            {
                await StoreAsync(change, now, cancellationToken);
            }
        }
        catch
        {
            // What is stored decides: the next evaluation begins with it, so that nothing is lost or said twice.
            _epoch = 0;
            throw;
        }
    }

    private async Task StoreAsync(AlertChange change, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = change is { Fires: true, Reading: { } reading }
            ? await store.FireAsync(reading, cancellationToken)
            : await store.ResolveAsync(change.Rule, change.Subject, cancellationToken);
        if (row is null)
        {
            return;
        }

        telemetry.CountAlert(change.Rule, change.Fires);
        if (change.Fires)
        {
            LogFires(logger, row.Id, row.Title);
        }
        else
        {
            LogEnds(logger, row.Id, row.Title);
        }

        if (row.SilencedUntil is null || row.SilencedUntil <= now.UtcDateTime)
        {
            sender.Tell(new AlertNotice(row.Id, row.Rule, row.Rule == AlertRules.Finding ? row.Subject.Split('/', 2)[0] : row.Subject, row.Severity, change.Fires ? "firing" : "resolved", row.Title, now));
        }
    }

    private double? UsedDisk()
    {
        try
        {
            var drive = new DriveInfo(Directory.Exists(_folder) ? _folder : Path.GetTempPath());
            return drive.TotalSize > 0 ? 1 - ((double)drive.AvailableFreeSpace / drive.TotalSize) : null;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 740, Level = LogLevel.Warning, Message = "Alert {Id}: {Title}")]
    private static partial void LogFires(ILogger logger, long id, string title);

    [LoggerMessage(EventId = 741, Level = LogLevel.Information, Message = "Alert {Id} has ended: {Title}")]
    private static partial void LogEnds(ILogger logger, long id, string title);
}
