using System.Runtime.CompilerServices;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>The last lines a resource wrote: at most 10,000 and 4 million characters in memory, more on disk.</summary>
internal sealed class ResourceConsole(TimeProvider time, RotatingLog? log) : IDisposable
{
    private const int MostLines = 10_000;
    private const int MostCharacters = 4_000_000;

    private readonly Lock _gate = new();
    private readonly Queue<ConsoleLine> _lines = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;
    private int _characters;

    public void Write(bool isError, string text)
    {
        TaskCompletionSource changed;
        ConsoleLine line;
        lock (_gate)
        {
            line = new ConsoleLine(++_last, time.GetUtcNow(), isError, text);
            _lines.Enqueue(line);
            _characters += text.Length;
            while (_lines.Count > MostLines || _characters > MostCharacters)
            {
                _characters -= _lines.Dequeue().Text.Length;
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        log?.Write(line);
        changed.SetResult();
    }

    public IReadOnlyList<ConsoleLine> Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    /// <summary>The newest lines with a number above one, oldest first.</summary>
    public IReadOnlyList<ConsoleLine> Tail(int count, long after = 0)
    {
        lock (_gate)
        {
            return [.. _lines.Where(l => l.Number > after).TakeLast(count)];
        }
    }

    /// <summary>Number of the newest line.</summary>
    public long LastNumber
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    public async IAsyncEnumerable<ConsoleLine> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            List<ConsoleLine> fresh;
            lock (_gate)
            {
                changed = _changed.Task;
                fresh = [.. _lines.SkipWhile(l => l.Number <= after)];
            }

            foreach (var line in fresh)
            {
                after = line.Number;
                yield return line;
            }

            try
            {
                await changed.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    public void Dispose() => log?.Dispose();
}
