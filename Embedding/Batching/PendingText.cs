using LocalAi.Embedding.Caching;
using LocalAi.Embedding.Engines;

namespace LocalAi.Embedding.Batching;

/// <summary>A text that is being computed, for everyone who asked for it.</summary>
internal sealed class PendingText(VectorKey key, EngineText text, long sequence)
{
    private readonly TaskCompletionSource<EmbeddedText> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VectorKey Key { get; } = key;

    public EngineText Text { get; } = text;

    /// <summary>Order of arrival.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Requests that still wait; guarded by the queue.</summary>
    public int Waiters { get; set; }

    public Task<EmbeddedText> Result => _result.Task;

    public void Complete(EmbeddedText embedded) => _result.TrySetResult(embedded);

    public void Fail(Exception reason)
    {
        _result.TrySetException(reason);
        // Nobody may be waiting any more; the failure was logged by the worker.
        _ = _result.Task.Exception;
    }
}
