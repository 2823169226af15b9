using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LocalAi.AgentApi.Rhythm;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

public sealed class RhythmTelemetryTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryRun_HasItsDuration_AndTheGaugesTellThePlan()
    {
        var measured = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        await using var host = RhythmHost.Start(
            await postgres.CreateDatabaseAsync(Cancel),
            [ProbeTask.EverySecond("good"), ProbeTask.EverySecond("bad", (_, _) => throw new InvalidOperationException("No."))]);
        var meters = host.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            // The factory is the scope of its meters: other services of this process have their own.
            if (instrument.Meter.Name == RhythmTelemetry.Name && instrument.Meter.Scope == meters)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))}".Trim()));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured.Enqueue($"{instrument.Name} {value}"));
        listener.Start();

        await Eventually.TrueAsync(() => measured.Contains("localai.rhythm.run.duration good succeeded"), "a run is measured", Cancel);
        await Eventually.TrueAsync(() => measured.Contains("localai.rhythm.run.duration bad failed"), "so is one that fails", Cancel);
        listener.RecordObservableInstruments();

        measured.ShouldContain("localai.rhythm.leads 1");
        measured.ShouldContain("localai.rhythm.cpu.foreign");
        measured.ShouldContain("localai.rhythm.task.staleness good");
    }
}
