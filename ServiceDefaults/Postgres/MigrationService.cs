using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LocalAi.ServiceDefaults.Postgres;

/// <summary>Migrates as soon as Postgres answers, however late that is; the service starts meanwhile.</summary>
internal sealed partial class MigrationService(Database database, Migrator migrator, TimeProvider time, ILogger<MigrationService> logger) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!database.IsConfigured)
        {
            return;
        }

        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken);
                database.ReportMigrated();
                return;
            }
            catch (DatabaseUnavailableException)
            {
                LogWaiting(logger, delay.TotalSeconds);
            }
            catch (Exception wrong) when (wrong is InvalidOperationException or NpgsqlException)
            {
                database.ReportProblem(wrong.Message);
                LogFailed(logger, wrong);
                delay = LongestDelay;
            }

            await Task.Delay(delay, time, stoppingToken);
        }
    }

    [LoggerMessage(EventId = 111, Level = LogLevel.Debug, Message = "Postgres is away, next try in {Seconds} s")]
    private static partial void LogWaiting(ILogger logger, double seconds);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "The schema could not be migrated")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
