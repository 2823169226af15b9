using LocalAi.ServiceDefaults.Postgres;
using Npgsql;

namespace LocalAi.AgentApi.Runs;

/// <summary>Hears of runs that were added and approvals that were answered, on whatever node, so that nobody has to ask Postgres again and again.</summary>
internal sealed partial class RunListener(Database database, RunSignal signal, TimeProvider time, ILogger<RunListener> logger) : BackgroundService
{
    /// <summary>Sent with what changed, in its transaction: it is heard when the change can be seen.</summary>
    public const string Notify = "SELECT pg_notify('agent_runs', '')";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!database.IsConfigured)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or IOException or ObjectDisposedException)
            {
                LogDeaf(logger, away.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var listen = new NpgsqlCommand("LISTEN agent_runs", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        while (true)
        {
            // At the start, too: what was said before is lost.
            signal.Set();
            await connection.WaitAsync(cancellationToken);
        }
    }

    [LoggerMessage(EventId = 542, Level = LogLevel.Debug, Message = "New runs are found by polling for now: {Problem}")]
    private static partial void LogDeaf(ILogger logger, string problem);
}
