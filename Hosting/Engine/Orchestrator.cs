using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>All runners together: start at once (each waits for what it needs), commands, stop in reverse order.</summary>
internal sealed class Orchestrator : IResourceMonitor, IAsyncDisposable
{
    private readonly ResourceBoard _board;
    private readonly IReadOnlyList<ResourceRunner> _runners;
    private readonly ReadyWatch _ready;
    private readonly CancellationTokenSource _ended = new();

    public Orchestrator(ResourceBoard board, IReadOnlyList<ResourceRunner> runners, ReadyWatch ready, DateTimeOffset startedAt)
    {
        _board = board;
        _runners = runners;
        _ready = ready;
        StartedAt = startedAt;
    }

    public DateTimeOffset StartedAt { get; }

    public double? ReadySeconds => _ready.Seconds;

    public IReadOnlyList<ResourceSnapshot> Resources => _board.All;

    public void Start()
    {
        foreach (var runner in _runners)
        {
            runner.Start();
        }
    }

    public async IAsyncEnumerable<ResourceSnapshot> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await foreach (var snapshot in _board.WatchAsync(either.Token))
        {
            yield return snapshot;
        }
    }

    public IReadOnlyList<ConsoleLine> GetConsole(string resource) => Find(resource)?.Console.Lines() ?? [];

    public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(
        string resource, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Find(resource) is not { } runner)
        {
            yield break;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await foreach (var line in runner.Console.WatchAsync(after, either.Token))
        {
            yield return line;
        }
    }

    public Task<string?> ExecuteAsync(string resource, string command, CancellationToken cancellationToken)
    {
        var snapshot = _board.Find(resource);
        if (snapshot is null || Find(resource) is not { } runner)
        {
            return Task.FromResult<string?>(snapshot is null
                ? $"There is no resource '{resource}'."
                : $"'{resource}' is no process; it cannot be started or stopped.");
        }

        if (!snapshot.Commands.Contains(command))
        {
            var possible = snapshot.Commands.Count == 0 ? "nothing" : string.Join(" or ", snapshot.Commands);
            return Task.FromResult<string?>($"'{resource}' is {snapshot.State}; possible now: {possible}.");
        }

        runner.Execute(command);
        return Task.FromResult<string?>(null);
    }

    /// <summary>Stops every resource after all that depend on it.</summary>
    public async Task StopAsync()
    {
        var stops = new Dictionary<string, Task>(StringComparer.OrdinalIgnoreCase);

        // Dependants are declared after what they depend on, so the reverse order meets them first.
        foreach (var runner in _runners.Reverse())
        {
            var dependants = _runners.Where(r => DependsOn(r.Resource).Contains(runner.Resource.Name, StringComparer.OrdinalIgnoreCase))
                .Select(r => stops.GetValueOrDefault(r.Resource.Name, Task.CompletedTask)).ToList();
            stops[runner.Resource.Name] = StopAfterAsync(runner, dependants);
        }

        await Task.WhenAll(stops.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        foreach (var runner in _runners)
        {
            runner.Console.Dispose();
            runner.Dispose();
        }

        _ended.Dispose();
    }

    /// <summary>Names of the processes a resource waits for or refers to; a database stands for its server.</summary>
    internal static IEnumerable<string> DependsOn(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource)
            .Concat(resource.Annotations.OfType<ReferenceAnnotation>().Select(r => r.Resource))
            .Select(r => Owner(r).Name).Distinct(StringComparer.OrdinalIgnoreCase);

    internal static IResource Owner(IResource resource) => resource is IResourceWithParent child ? Owner(child.Parent) : resource;

    private static async Task StopAfterAsync(ResourceRunner runner, List<Task> dependants)
    {
        await Task.WhenAll(dependants);
        await runner.StopAsync();
    }

    private ResourceRunner? Find(string name) => _runners.FirstOrDefault(r => r.Resource.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
