using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm;

/// <summary>A span and a duration for each run, alerts as they come and go, and gauges of what the last plan was made from.</summary>
internal sealed class RhythmTelemetry : IDisposable
{
    public const string Name = "LocalAi.Rhythm";

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000] };

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _alerts;

    public RhythmTelemetry(IMeterFactory meters, RhythmView view)
    {
        _meter = meters.Create(Name);
        _duration = _meter.CreateHistogram("localai.rhythm.run.duration", "s", "From a run's start to its end", advice: Seconds);
        _alerts = _meter.CreateCounter<long>("localai.rhythm.alerts", "{alert}", "Alerts that began or ended");
        _meter.CreateObservableGauge("localai.rhythm.leads", () => view.Last?.Epoch > 0 ? 1 : 0, description: "1 while this node runs the tasks");
        _meter.CreateObservableGauge("localai.rhythm.cpu.foreign", () => view.Last?.Request.Load.ForeignCpu ?? 0, "1", "Smoothed CPU share of everything but this service");
        _meter.CreateObservableGauge("localai.rhythm.task.staleness", () => Staleness(view.Last), "1", "Intervals since the last success: 1 is on time");
    }

    /// <summary>Around a run: what it asks of others belongs to it.</summary>
    public Activity? Start(string task, string reason) => _source.StartActivity(task)?.SetTag("localai.rhythm.reason", reason);

    public void Record(RunOutcome outcome) => _duration.Record(
        Math.Max(0, (outcome.EndedAt - outcome.StartedAt).TotalSeconds), new KeyValuePair<string, object?>("task", outcome.Task), new KeyValuePair<string, object?>("outcome", outcome.Outcome));

    public void CountAlert(string rule, bool fires) =>
        _alerts.Add(1, new KeyValuePair<string, object?>("rule", rule), new KeyValuePair<string, object?>("state", fires ? "firing" : "resolved"));

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static IEnumerable<Measurement<double>> Staleness(PublishedPlan? plan) => plan is null ? [] : plan.Request.Tasks.Select(t =>
        new Measurement<double>(RhythmPlanner.Staleness(plan.Request.Now, t, plan.Request.States[t.Name]), new KeyValuePair<string, object?>("task", t.Name)));
}
