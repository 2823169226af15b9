using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Tests.Dashboard;

/// <summary>A monitor whose resources, lines and answers the test sets.</summary>
internal sealed class FakeMonitor : IResourceMonitor
{
    private readonly Lock _lock = new();
    private readonly List<ResourceSnapshot> _resources = [];
    private readonly Dictionary<string, List<ConsoleLine>> _console = new(StringComparer.OrdinalIgnoreCase);
    private TaskCompletionSource _changed = NewSignal();
    private long _version;

    public DateTimeOffset StartedAt { get; set; } = TimeProvider.System.GetUtcNow();

    public double? ReadySeconds { get; set; }

    public ConcurrentQueue<(string Resource, string Command)> Commands { get; } = new();

    /// <summary>Answers commands; null is success.</summary>
    public Func<string, string, CancellationToken, Task<string?>> OnCommand { get; set; } = (_, _, _) => Task.FromResult<string?>(null);

    public IReadOnlyList<ResourceSnapshot> Resources
    {
        get
        {
            lock (_lock)
                return [.. _resources];
        }
    }

    public void Set(ResourceSnapshot snapshot)
    {
        lock (_lock)
        {
            var changed = snapshot with { Version = ++_version };
            var index = _resources.FindIndex(resource => resource.Name == snapshot.Name);
            if (index < 0)
                _resources.Add(changed);
            else
                _resources[index] = changed;
        }

        Signal();
    }

    public void Change(string name, Func<ResourceSnapshot, ResourceSnapshot> change) => Set(change(Resources.Single(resource => resource.Name == name)));

    public void Write(string resource, string text, bool isError = false, DateTimeOffset? time = null)
    {
        lock (_lock)
        {
            if (!_console.TryGetValue(resource, out var lines))
                _console.Add(resource, lines = []);
            lines.Add(new ConsoleLine(lines.Count + 1, time ?? TimeProvider.System.GetUtcNow(), isError, text));
        }

        Signal();
    }

    public async IAsyncEnumerable<ResourceSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long seen = -1;
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            var fresh = Resources.Where(resource => resource.Version > seen).ToList();
            foreach (var resource in fresh)
            {
                seen = Math.Max(seen, resource.Version);
                yield return resource;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public IReadOnlyList<ConsoleLine> GetConsole(string resource)
    {
        lock (_lock)
            return _console.TryGetValue(resource, out var lines) ? [.. lines.TakeLast(10_000)] : [];
    }

    public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resource, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            foreach (var line in GetConsole(resource).Where(line => line.Number > after))
            {
                after = line.Number;
                yield return line;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public Task<string?> ExecuteAsync(string resource, string command, CancellationToken cancellationToken)
    {
        Commands.Enqueue((resource, command));
        return OnCommand(resource, command, cancellationToken);
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
