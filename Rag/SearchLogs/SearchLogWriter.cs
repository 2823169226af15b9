using System.Threading.Channels;
using LocalAi.Contracts.Rag;
using LocalAi.Rag.Answers;
using LocalAi.Rag.Jobs;
using LocalAi.ServiceDefaults.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LocalAi.Rag.SearchLogs;

/// <summary>Writes the search log beside the answers, never in their way. While Postgres is away up to 1000 questions wait; then the oldest are forgotten.</summary>
internal sealed partial class SearchLogWriter(
    Database database, SearchLogStore store, JobStore jobs, IOptions<SearchLogOptions> options, TimeProvider time, ILogger<SearchLogWriter> logger) : BackgroundService
{
    private const int Waiting = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromHours(1);

    private readonly Channel<SearchLog> _queue = Channel.CreateBounded<SearchLog>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Write(Findings findings, QueryDone done)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        _queue.Writer.TryWrite(new SearchLog
        {
            Id = done.QueryId,
            CreatedAt = time.GetUtcNow(),
            User = findings.Request.User,
            Collections = findings.Request.Collections,
            Query = findings.Request.Query,
            Mode = done.Mode,
            Retrieval = done.Retrieval,
            Coverage = findings.Coverage,
            Timings = done.Timings,
            Chunks = [.. findings.Chunks.Select(c => c.Source.ChunkId)],
            Citations = done.Citations,
            Model = done.Model,
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await database.Migrated.WaitAsync(stoppingToken);
        await Task.WhenAll(WriteAllAsync(stoppingToken), CleanAsync(stoppingToken));
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            while (true)
            {
                try
                {
                    await store.AddAsync(entry, cancellationToken);
                    break;
                }
                catch (PostgresException refused) when (!refused.IsTransient)
                {
                    LogRefused(logger, refused, entry.Id);
                    break;
                }
                catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
            }
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CleanEvery, time);
        do
        {
            var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
            try
            {
                await store.DeleteAsync(before, cancellationToken);
                await jobs.DeleteEndedAsync(before, cancellationToken);
            }
            catch (Exception away) when (away is DatabaseUnavailableException or NpgsqlException)
            {
                // The next round comes.
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(EventId = 440, Level = LogLevel.Warning, Message = "Question {Query} could not be logged")]
    private static partial void LogRefused(ILogger logger, Exception exception, Guid query);
}
