using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>Holds a resource back until what it waits for is there, and says what that is.</summary>
internal sealed class WaitGate(IResource resource, ResourceBoard board)
{
    private readonly List<WaitAnnotation> _waits = [.. resource.Annotations.OfType<WaitAnnotation>()];
    private readonly HashSet<string> _references = [.. resource.Annotations.OfType<ReferenceAnnotation>().Select(r => Root(r.Resource).Name)];

    /// <summary>All resources it waits for.</summary>
    public IReadOnlyList<string> Names => [.. _waits.Select(w => w.Resource.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = board.NextChange();
            var open = _waits.Where(w => !IsMet(w)).ToList();
            var unknown = _references.Where(r => board.Find(r) is { State: ResourceStates.NotStarted, Reason: null }).ToList();
            if (open.Count == 0 && unknown.Count == 0)
            {
                return;
            }

            Show(open);
            await changed.WaitAsync(cancellationToken);
        }
    }

    // Whether a database is there is decided where its server is.
    private static IResource Root(IResource resource) => resource is IResourceWithParent child ? Root(child.Parent) : resource;

    private static bool HasFailed(ResourceSnapshot? snapshot) => snapshot?.State is ResourceStates.Failed or ResourceStates.FailedToStart;

    private bool IsMet(WaitAnnotation wait)
    {
        var dependency = board.Find(wait.Resource.Name);
        return dependency is null or { State: ResourceStates.Absent } || wait.WaitType switch
        {
            WaitType.WaitUntilHealthy => dependency is { State: ResourceStates.Running, Health: "Healthy" },
            WaitType.WaitForCompletion => dependency.State is ResourceStates.Finished or ResourceStates.Exited && dependency.ExitCode == wait.ExitCode,

            // Started is started, well or not; who needs more waits for health.
            _ => dependency.State is not (ResourceStates.NotStarted or ResourceStates.Waiting),
        };
    }

    private void Show(List<WaitAnnotation> open)
    {
        string[] names = [.. open.Select(w => w.Resource.Name)];
        var failed = open.Select(w => board.Find(w.Resource.Name)).FirstOrDefault(HasFailed);
        board.Update(resource.Name, before =>
        {
            var state = failed is null ? ResourceStates.Waiting : ResourceStates.FailedToStart;
            var reason = failed is not null
                ? $"It needs {failed.Name}, which {(failed.State == ResourceStates.Failed ? "failed" : "did not start")}. It starts by itself when {failed.Name} is there."
                : names.Length > 0 ? $"waiting for {string.Join(", ", names)}" : null;
            return before.State == state && before.Reason == reason && before.WaitingFor.SequenceEqual(names)
                ? before
                : before with { State = state, Reason = reason, WaitingFor = names, Health = null, ProcessId = null };
        });
    }
}
