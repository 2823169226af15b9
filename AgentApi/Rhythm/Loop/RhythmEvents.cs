using System.Collections.Concurrent;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>What happened on the machine and which task should look at it. An event makes a task due; it starts nothing itself.</summary>
internal sealed class RhythmEvents
{
    private const int Most = 100;

    private readonly ConcurrentQueue<RaisedEvent> _raised = new();
    private int _changed;

    /// <param name="task">The task that becomes due.</param>
    /// <param name="reason">A sentence with the numbers, shown as the reason of the run.</param>
    public void Raise(string task, string reason)
    {
        _raised.Enqueue(new RaisedEvent(task, reason));
        while (_raised.Count > Most)
        {
            _raised.TryDequeue(out _);
        }
    }

    /// <summary>Somebody changed tasks or wishes in the database from this node: the loop reads them at its next tick. Other nodes find out when they renew.</summary>
    public void NoteChange() => Volatile.Write(ref _changed, 1);

    public bool TakeChange() => Interlocked.Exchange(ref _changed, 0) == 1;

    public bool TryTake(out RaisedEvent raised) => _raised.TryDequeue(out raised!);
}
