using LocalAi.Gateway.Configuration;
using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Prewarm;

/// <summary>Touches the models of <c>Gateway:Prewarm</c> before their upstream would unload them, in the hours <c>Gateway:KeepLoaded</c> names.</summary>
internal sealed partial class KeepLoadedService(Prewarmer prewarmer, RoutingTableSource tables, TimeProvider time, ILogger<KeepLoadedService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            await Task.Delay(Next(tables.Current.Options), time, stoppingToken);
            var options = tables.Current.Options;
            if (options.KeepLoaded.Covers(TimeOnly.FromDateTime(time.GetLocalNow().DateTime)))
            {
                await TouchAsync(options.Prewarm, stoppingToken);
            }
        }
    }

    /// <summary>Twice within the shortest idle time, so that one question that fails unloads nothing.</summary>
    private static TimeSpan Next(GatewayOptions options)
    {
        var shortest = options.Upstreams.Values.Min(u => u.IdleUnload) / 2;
        return shortest < options.KeepLoaded.Interval ? shortest : options.KeepLoaded.Interval;
    }

    private async Task TouchAsync(IReadOnlyList<string> models, CancellationToken stoppingToken)
    {
        foreach (var model in models)
        {
            try
            {
                if (await prewarmer.TouchAsync(model, stoppingToken) is { } upstream)
                {
                    LogTouched(logger, model, upstream);
                }
            }
            catch (ObjectDisposedException)
            {
                // A new routing table has replaced the upstream meanwhile; the next round asks the new one.
            }
        }
    }

    [LoggerMessage(EventId = 372, Level = LogLevel.Debug, Message = "{Model} stays loaded on {Upstream}")]
    private static partial void LogTouched(ILogger logger, string model, string upstream);
}
