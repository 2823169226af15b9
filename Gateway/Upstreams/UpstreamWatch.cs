using LocalAi.Gateway.Routing;

namespace LocalAi.Gateway.Upstreams;

/// <summary>Asks every upstream how it is now and then, one after the other, so that requests know before they are sent.</summary>
internal sealed class UpstreamWatch(RoutingTableSource table, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FreshEnough = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var upstream in table.Current.Upstreams.Values)
            {
                if (upstream.OffReason is null)
                {
                    await AskAsync(upstream, stoppingToken);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task AskAsync(Upstream upstream, CancellationToken stoppingToken)
    {
        try
        {
            await upstream.AskAsync(FreshEnough, stoppingToken);
        }
        catch (ObjectDisposedException)
        {
            // A new routing table has replaced it meanwhile.
        }
    }
}
