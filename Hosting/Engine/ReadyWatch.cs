using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>Knows when the application is ready, and which chain of waits decided when.</summary>
/// <param name="resources">The model.</param>
/// <param name="board">Where states are read.</param>
/// <param name="time">The clock.</param>
/// <param name="hostStart">Timestamp of the host's start.</param>
internal sealed class ReadyWatch(IReadOnlyList<IResource> resources, ResourceBoard board, TimeProvider time, long hostStart)
{
    // Every service, and everything somebody waits for. What nobody waits for, such as a language model, may come later.
    private readonly HashSet<string> _required = resources.OfType<ProjectResource>().Select(p => p.Name)
        .Concat(resources.SelectMany(r => r.Annotations.OfType<WaitAnnotation>()).Select(w => Orchestrator.Owner(w.Resource).Name))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Seconds from the host's start until ready; null until then.</summary>
    public double? Seconds { get; private set; }

    /// <summary>Returns when everything required is ready or absent: true; or when something required has failed and nothing is still starting: false.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = board.NextChange();
            var required = board.All.Where(s => _required.Contains(s.Name)).ToList();
            if (required.All(s => s is { State: ResourceStates.Absent } or { State: ResourceStates.Running, Health: not null }))
            {
                Seconds ??= time.GetElapsedTime(hostStart).TotalSeconds;
                MarkCriticalPath();
                return true;
            }

            if (required.All(s => s.State is ResourceStates.Absent or ResourceStates.Running or ResourceStates.Failed or ResourceStates.FailedToStart))
            {
                return false;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static double ReadyAt(ResourceSnapshot snapshot) => (snapshot.WaitedMilliseconds ?? 0) + (snapshot.StartMilliseconds ?? 0);

    private void MarkCriticalPath()
    {
        var current = board.All.Where(s => _required.Contains(s.Name) && s.StartMilliseconds is not null).MaxBy(ReadyAt);
        while (current is not null)
        {
            board.Update(current.Name, s => s with { OnCriticalPath = true });
            var resource = resources.First(r => r.Name == current.Name);
            current = resource.Annotations.OfType<WaitAnnotation>().Where(w => w.WaitType != WaitType.WaitUntilStarted)
                .Select(w => board.Find(Orchestrator.Owner(w.Resource).Name)).OfType<ResourceSnapshot>()
                .Where(s => s.StartMilliseconds is not null).MaxBy(ReadyAt);
        }
    }
}
