using LocalAi.AgentApi.Rhythm.Store;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>Runs that have ended and are not in the database yet, oldest first; bounded, the oldest go first.</summary>
internal sealed partial class UnwrittenRuns(RhythmStore store, ILogger logger)
{
    public const int Most = 1000;

    private readonly Queue<RunOutcome> _queue = new();

    public void Add(RunOutcome outcome)
    {
        _queue.Enqueue(outcome);
        if (_queue.Count > Most)
        {
            _queue.Dequeue();
        }
    }

    /// <summary>
    /// Moves what this node began under its last epoch to the new one, when nobody led in between; what is older was ended as lost by the node
    /// that led, and is dropped.
    /// </summary>
    public async Task AdoptAsync(IReadOnlyCollection<RunInFlight> inFlight, long epoch, CancellationToken cancellationToken)
    {
        var mine = inFlight.Where(f => f.Run is not null && f.Epoch == epoch - 1).ToList();
        var ended = _queue.Where(o => o.Run is not null && o.Epoch == epoch - 1).Select(o => o.Run!.Value);
        long[] runs = [.. mine.Select(f => f.Run!.Value), .. ended];
        if (runs.Length > 0)
        {
            await store.AdoptAsync(runs, epoch, cancellationToken);
        }

        mine.ForEach(f => f.Epoch = epoch);
        for (var left = _queue.Count; left > 0; left--)
        {
            var outcome = _queue.Dequeue();
            if (outcome.Run is null || outcome.Epoch >= epoch - 1)
            {
                _queue.Enqueue(outcome with { Epoch = epoch });
            }
            else
            {
                LogFenced(logger, outcome.Task);
            }
        }
    }

    public async Task WriteAsync(long epoch, CancellationToken cancellationToken)
    {
        while (_queue.TryPeek(out var next))
        {
            // Taken off only after the database has answered: a failure here leaves it for the next tick.
            var written = next.Run is null ? await store.RecordDetachedAsync(next, epoch, cancellationToken)
                : next.Epoch == epoch && await store.FinishAsync(next, cancellationToken);
            if (!written)
            {
                LogFenced(logger, next.Task);
            }

            _queue.Dequeue();
        }
    }

    [LoggerMessage(EventId = 714, Level = LogLevel.Warning, Message = "The end of {Task} was not written: another node led meanwhile")]
    private static partial void LogFenced(ILogger logger, string task);
}
