namespace LocalAi.AgentApi.Limits;

/// <summary>
/// The slots of one sensitivity. When all are taken, calls wait; a freed slot goes to the next user in turn, not to the next call, so one busy
/// user cannot keep another waiting behind all of theirs.
/// </summary>
internal sealed class ConcurrencySlots(int slots, TimeSpan patience, TimeProvider time)
{
    private const int WaitersPerSlot = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = new();
    private int _taken;
    private int _waiters;

    public int Slots => slots;

    /// <summary>True when the caller holds a slot, which it must give back; false when the queue is full or its patience is over.</summary>
    public async ValueTask<bool> TakeAsync(string user, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_taken < slots)
            {
                _taken++;
                return true;
            }

            if (_waiters >= slots * WaitersPerSlot || patience == TimeSpan.Zero)
            {
                return false;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waiting.TryGetValue(user, out var queue))
            {
                _waiting[user] = queue = new Queue<TaskCompletionSource>();
                _turns.AddLast(user);
            }

            queue.Enqueue(turn);
            _waiters++;
        }

        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception given) when (given is TimeoutException or OperationCanceledException)
        {
            // Whoever completes the turn first owns it: a slot handed over in the same moment is passed on.
            if (!turn.TrySetCanceled(CancellationToken.None))
            {
                Release();
            }

            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            while (_turns.First is { } user)
            {
                _turns.RemoveFirst();
                var queue = _waiting[user.Value];
                var next = queue.Dequeue();
                _waiters--;
                if (queue.Count == 0)
                {
                    _waiting.Remove(user.Value);
                }
                else
                {
                    _turns.AddLast(user);
                }

                if (next.TrySetResult())
                {
                    return;
                }
            }

            _taken--;
        }
    }
}
