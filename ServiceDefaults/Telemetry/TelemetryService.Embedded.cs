using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalAi.ServiceDefaults.Telemetry;

/// <summary>Builds the trace and metric pipelines once the service has started, so that they do not delay its first answer; flushes them at the end.</summary>
internal sealed class TelemetryService(IHostApplicationLifetime lifetime) : BackgroundService
{
    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    public override void Dispose()
    {
        _tracer?.Dispose();
        _meter?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        await using (stoppingToken.Register(() => started.TrySetCanceled(stoppingToken)))
        {
            await started.Task;
        }

        var resource = ResourceBuilder.CreateDefault().AddEnvironmentVariableDetector();
        _tracer = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new RequestSampler())
            .AddSource(ServiceTelemetryNames.Sources)
            .AddOtlpExporter()
            .Build();
        _meter = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(ServiceTelemetryNames.Meters)
            .AddOtlpExporter()
            .Build();
    }
}
