using LocalAi.Rag.Collections;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.Rag.Vectors;

/// <summary>Looks from time to time for texts without vectors and for another model; what an index job could not embed is made up here.</summary>
internal sealed partial class EmbeddingWorker(
    Database database, CollectionStore collections, EmbeddingFiller filler, EmbeddingAvailability availability, IOptions<VectorOptions> options, TimeProvider time,
    ILogger<EmbeddingWorker> logger) : BackgroundService
{
    private const int Page = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!options.Value.Enabled)
        {
            return;
        }

        await database.Migrated.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.CheckSeconds), time);
        do
        {
            try
            {
                if (await availability.LookAsync(stoppingToken) is not null)
                {
                    await FillAllAsync(stoppingToken);
                }
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException or InvalidOperationException)
            {
                LogLater(logger, away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FillAllAsync(CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var rows = await collections.ListAsync(after, Page, cancellationToken);
            foreach (var row in rows)
            {
                await filler.FillAsync(row.Name, null, cancellationToken);
            }

            if (rows.Count < Page)
            {
                return;
            }

            after = rows[^1].Name;
        }
    }

    [LoggerMessage(EventId = 423, Level = LogLevel.Warning, Message = "Vectors are made up later: {Problem}")]
    private static partial void LogLater(ILogger logger, string problem);
}
