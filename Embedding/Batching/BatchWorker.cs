using LocalAi.Embedding.Caching;
using LocalAi.Embedding.Engines;

namespace LocalAi.Embedding.Batching;

/// <summary>A bounded number of loops that take batches from the queue and have them computed.</summary>
internal sealed partial class BatchWorker(
    TextQueue queue, IEmbeddingEngine engine, VectorCache cache, EmbeddingOptions options, EmbeddingMeters meters, TimeProvider time, ILogger<BatchWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(Enumerable.Range(0, options.Parallelism).Select(_ => LoopAsync(stoppingToken)));
        foreach (var left in queue.Drain()) left.Fail(Stopping());
    }

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        // Away from the thread that starts the host: the lexical engine computes without a pause.
        await Task.Yield();
        try
        {
            while (true)
            {
                await queue.WaitAsync(stoppingToken);
                if (engine is not LexicalEngine && options.BatchWindowMilliseconds > 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(options.BatchWindowMilliseconds), time, stoppingToken);
                var batch = queue.Take();
                if (batch.Count > 0) await ComputeAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ComputeAsync(List<PendingText> batch, CancellationToken stoppingToken)
    {
        meters.Batches.Record(batch.Count);
        try
        {
            var embedded = await engine.EmbedAsync([.. batch.Select(text => text.Text)], stoppingToken);
            // Into the cache before it leaves the map of running texts: who asks in between must find one of the two.
            for (var i = 0; i < batch.Count; i++) cache.Set(batch[i].Key, embedded[i]);
            queue.Finish(batch);
            for (var i = 0; i < batch.Count; i++) batch[i].Complete(embedded[i]);
        }
        catch (Exception e)
        {
            // Whatever it was, the waiting requests must hear of it and the loop must go on.
            meters.Failures.Add(1);
            queue.Finish(batch);
            if (!stoppingToken.IsCancellationRequested) LogFailed(logger, e, batch.Count);
            var reason = stoppingToken.IsCancellationRequested ? Stopping() : e;
            foreach (var text in batch) text.Fail(reason);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private static EngineException Stopping() => new(EngineFault.Busy, "The embedding service is stopping. Try again.", TimeSpan.FromSeconds(2));

    [LoggerMessage(EventId = 3020, Level = LogLevel.Warning, Message = "A batch of {Count} texts could not be embedded")]
    private static partial void LogFailed(ILogger logger, Exception reason, int count);
}
