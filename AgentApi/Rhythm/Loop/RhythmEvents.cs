using System.Collections.Concurrent;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>What happened on the machine and which task should look at it. An event makes a task due; it starts nothing itself.</summary>
internal sealed class RhythmEvents
{
    private const int Most = 100;

    private readonly ConcurrentQueue<RaisedEvent> _raised = new();

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

    public bool TryTake(out RaisedEvent raised) => _raised.TryDequeue(out raised!);
}
