using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>
/// Tells changes of alerts one after the other, so that a slow receiver never holds the loop. At most 200 wait, the oldest go first; what is
/// not told when the service stops is not told later: the page and the REST list have it.
/// </summary>
internal sealed partial class AlertSender(AlertWebhook webhook, DesktopNotice desktop, IOptions<RhythmOptions> options, ILogger<AlertSender> logger) : BackgroundService
{
    private const int MostWaiting = 200;

    private readonly AlertOptions _options = options.Value.Alerts;
    private readonly Channel<AlertNotice> _waiting = Channel.CreateBounded<AlertNotice>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Tell(AlertNotice notice)
    {
        if (_options.Webhook.Length > 0 || _options.Desktop)
        {
            _waiting.Writer.TryWrite(notice);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await TellAsync(notice, stoppingToken);
        }
    }

    private async Task TellAsync(AlertNotice notice, CancellationToken stoppingToken)
    {
        try
        {
            if (_options.Webhook.Length > 0 && await webhook.SendAsync(notice, stoppingToken) is { } problem)
            {
                LogNotTold(logger, notice.Id, problem);
            }

            if (_options.Desktop && await desktop.ShowAsync(notice, stoppingToken) is { } reason)
            {
                LogNotTold(logger, notice.Id, reason);
            }
        }
#pragma warning disable CA1031 // One notice that cannot be told must not silence those after it, nor end the service.
        catch (Exception unexpected) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotTold(logger, notice.Id, unexpected.Message);
        }
    }

    [LoggerMessage(EventId = 742, Level = LogLevel.Warning, Message = "Alert {Id} could not be told: {Problem}")]
    private static partial void LogNotTold(ILogger logger, long id, string problem);
}
