using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Prewarm;

/// <summary>Loads the models named in configuration after start, without anything waiting for it.</summary>
internal sealed partial class PrewarmService(Prewarmer prewarmer, RoutingTableSource tables, ILogger<PrewarmService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (tables.Current.Options.Prewarm is not { Count: > 0 } models)
        {
            return;
        }

        foreach (var model in (await prewarmer.LoadAsync(models, stoppingToken)).Models)
        {
            if (model.Ready)
            {
                LogReady(logger, model.Model, model.Upstream!, model.Seconds);
            }
            else
            {
                LogNotReady(logger, model.Model, model.Detail);
            }
        }
    }

    [LoggerMessage(EventId = 370, Level = LogLevel.Information, Message = "{Model} is ready on {Upstream} after {Seconds:0.0} s")]
    private static partial void LogReady(ILogger logger, string model, string upstream, double seconds);

    [LoggerMessage(EventId = 371, Level = LogLevel.Warning, Message = "{Model} could not be loaded: {Detail}")]
    private static partial void LogNotReady(ILogger logger, string model, string? detail);
}
