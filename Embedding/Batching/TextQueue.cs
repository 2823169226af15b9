using LocalAi.Embedding.Caching;
using LocalAi.Embedding.Engines;
using LocalAi.ServiceDefaults.Errors;

namespace LocalAi.Embedding.Batching;

/// <summary>
/// Texts of all requests that wait for the engine: each once, bounded, taken in batches of similar length around the oldest.
/// </summary>
internal sealed class TextQueue(EmbeddingOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<VectorKey, PendingText> _inFlight = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private List<PendingText> _waiting = [];
    private long _sequence;

    /// <summary>Texts that wait or are being computed.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _inFlight.Count;
        }
    }

    /// <summary>Joins texts that are being computed already and queues the others. All or none: a full queue throws.</summary>
    /// <param name="texts">Distinct texts.</param>
    /// <param name="shared">How many were being computed already.</param>
    /// <exception cref="RequestProblemException">429: the queue is full.</exception>
    public PendingText[] Enqueue(IReadOnlyList<(VectorKey Key, EngineText Text)> texts, out int shared)
    {
        var pending = new PendingText[texts.Count];
        lock (_gate)
        {
            var added = texts.Count(text => !_inFlight.ContainsKey(text.Key));
            shared = texts.Count - added;
            if (_inFlight.Count + added > options.QueueTexts) throw Full();
            for (var i = 0; i < pending.Length; i++)
            {
                if (!_inFlight.TryGetValue(texts[i].Key, out var known))
                {
                    known = new PendingText(texts[i].Key, texts[i].Text, _sequence++);
                    _inFlight.Add(known.Key, known);
                    _waiting.Add(known);
                }
                known.Waiters++;
                pending[i] = known;
            }
        }
        _arrived.Release();
        return pending;
    }

    /// <summary>A request gives up: texts nobody waits for are not computed.</summary>
    public void Leave(IEnumerable<PendingText> texts)
    {
        lock (_gate)
        {
            foreach (var text in texts)
            {
                if (--text.Waiters > 0 || !_waiting.Remove(text)) continue;
                _inFlight.Remove(text.Key);
            }
        }
    }

    /// <summary>Waits until something may be there to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    /// <summary>A batch: the oldest text and those nearest to it in length, so that little is padded. Empty when nothing waits.</summary>
    public List<PendingText> Take()
    {
        var batch = new List<PendingText>();
        lock (_gate)
        {
            if (_waiting.Count == 0) return batch;
            var oldest = _waiting.MinBy(text => text.Sequence)!;
            _waiting.Sort(static (a, b) => a.Text.Tokens != b.Text.Tokens ? a.Text.Tokens.CompareTo(b.Text.Tokens) : a.Sequence.CompareTo(b.Sequence));
            var (first, last) = Window(_waiting.IndexOf(oldest));
            batch.AddRange(_waiting[first..(last + 1)]);
            _waiting.RemoveRange(first, batch.Count);
            // Whoever comes next is woken for what is left.
            if (_waiting.Count > 0) _arrived.Release();
        }
        return batch;
    }

    /// <summary>The texts of a batch are done, well or not.</summary>
    public void Finish(IEnumerable<PendingText> batch)
    {
        lock (_gate)
        {
            foreach (var text in batch) _inFlight.Remove(text.Key);
        }
    }

    /// <summary>Everything that still waits, when the service stops.</summary>
    public List<PendingText> Drain()
    {
        lock (_gate)
        {
            var left = _waiting;
            _waiting = [];
            foreach (var text in left) _inFlight.Remove(text.Key);
            return left;
        }
    }

    public void Dispose() => _arrived.Dispose();

    private (int First, int Last) Window(int center)
    {
        int first = center, last = center;
        while (last - first + 1 < options.MaxBatchTexts)
        {
            var size = last - first + 2;
            var down = first > 0 ? _waiting[last].Text.Tokens - _waiting[first - 1].Text.Tokens : int.MaxValue;
            var up = last + 1 < _waiting.Count && (long)_waiting[last + 1].Text.Tokens * size <= options.MaxBatchTokens
                ? _waiting[last + 1].Text.Tokens - _waiting[first].Text.Tokens
                : int.MaxValue;
            if (down != int.MaxValue && (long)_waiting[last].Text.Tokens * size > options.MaxBatchTokens) down = int.MaxValue;
            if (up == int.MaxValue && down == int.MaxValue) break;
            if (up <= down) last++;
            else first--;
        }
        return (first, last);
    }

    private RequestProblemException Full() =>
        new(StatusCodes.Status429TooManyRequests, $"{options.QueueTexts} texts are waiting already. Try again, or send fewer at once.")
        {
            Code = "embedding_queue_full",
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}
