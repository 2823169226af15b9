using System.Globalization;
using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.AgentApi.Rhythm.Detection;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;
using LocalAi.AgentApi.Rhythm.Store;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <summary>
/// Every ten minutes: asks everything how it is and keeps the answers. A part that is down is a finding, not a failure of the check.
/// A target whose median stays above 300 ms, or that has gone down, makes event_analysis due. What answers otherwise than before is asked again until it is certain.
/// </summary>
internal sealed class HealthCheckTask(
    HealthProbes probes, ProbeStore store, TargetVerdicts verdicts, RhythmEvents events, GatewayLook gateway, GatewayFigures figures, RhythmClock clock,
    IOptions<RhythmOptions> options, TimeProvider time) : IRhythmTask
{
    // By default 15, 30 and 60 s after the first probe: most restarts are over by then.
    private static readonly double[] Repetitions = [1, 1, 2];

    private static readonly TimeSpan SlowAbove = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, LatencyDetector> _latency = [];
    private HashSet<string> _down = [];

    public ScheduledTask Definition { get; } = new()
    {
        Name = TaskNames.HealthCheck,
        Priority = TaskPriority.Critical,
        Schedule = TaskSchedule.Every(TimeSpan.FromMinutes(10)),
        Timeout = TimeSpan.FromMinutes(6),
    };

    public async Task<string> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        var results = await probes.AskAllAsync(cancellationToken);
        Watch(results);
        if (await gateway.UsageAsync("model", TimeSpan.FromMinutes(15), cancellationToken) is { } usage)
        {
            figures.Set(usage.Sum(u => u.Requests), usage.Sum(u => u.Errors), clock.Now);
        }

        var saved = context.Run is not null;
        if (saved)
        {
            await store.AddAsync(results, cancellationToken);
        }

        await ConfirmAsync(results, cancellationToken);
        var troubled = results.Where(r => r.Status != "ok").Select(r => $"{r.Target} is {r.Status}" + (r.Detail is { Length: > 0 } why ? $" ({why})" : "")).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{results.Count(r => r.Status == "ok")} of {results.Count} are ok.")
            + (troubled.Count > 0 ? $" {string.Join("; ", troubled)}." : "")
            + (saved ? "" : " Not kept: the database is away.");
    }

    private async Task ConfirmAsync(IReadOnlyList<ProbeResult> results, CancellationToken cancellationToken)
    {
        var doubtful = verdicts.Doubtful(results).ToHashSet();
        if (options.Value.Alerts.ConfirmSeconds <= 0)
        {
            return;
        }

        var found = results.Where(r => doubtful.Contains(r.Target)).DistinctBy(r => r.Target).ToDictionary(r => r.Target, r => r.IsDown);
        foreach (var times in Repetitions)
        {
            if (doubtful.Count == 0)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.Alerts.ConfirmSeconds * times), time, cancellationToken);
            var answers = (await probes.AskAgainAsync(doubtful, cancellationToken)).ToLookup(r => r.Target, r => r.IsDown);
            foreach (var target in doubtful.Where(t => !answers[t].Contains(found[t])).ToList())
            {
                doubtful.Remove(target);
                verdicts.Withdraw(target);
            }
        }

        foreach (var target in doubtful)
        {
            verdicts.Confirm(target, found[target]);
        }
    }

    private void Watch(IReadOnlyList<ProbeResult> results)
    {
        var down = results.Where(r => r.IsDown).Select(r => r.Target).ToHashSet();
        foreach (var target in down.Except(_down))
        {
            events.Raise(TaskNames.EventAnalysis, $"{target} has gone down.");
        }

        _down = down;
        foreach (var result in results.Where(r => !r.IsDown))
        {
            if (!_latency.TryGetValue(result.Target, out var detector))
            {
                _latency[result.Target] = detector = new LatencyDetector(SlowAbove);
            }

            if (detector.Add(TimeSpan.FromMilliseconds(result.Milliseconds), result.Target))
            {
                events.Raise(
                    TaskNames.EventAnalysis, string.Create(CultureInfo.InvariantCulture, $"{result.Target} answers slowly: the median is {detector.Median:0} ms, above 300 ms."));
            }
        }
    }
}
