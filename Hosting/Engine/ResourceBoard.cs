using System.Runtime.CompilerServices;
using LocalAi.Hosting.Monitoring;

namespace LocalAi.Hosting.Engine;

/// <summary>What is known of every resource right now. All changes go through <see cref="Update"/>; everybody else reads and waits here.</summary>
internal sealed class ResourceBoard
{
    private readonly Lock _gate = new();
    private readonly string[] _order;
    private readonly Dictionary<string, ResourceSnapshot> _snapshots = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, string> _children;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    public ResourceBoard(IEnumerable<ResourceSnapshot> initial)
    {
        foreach (var snapshot in initial)
        {
            _snapshots.Add(snapshot.Name, snapshot);
        }

        _order = [.. _snapshots.Keys];
        _children = _snapshots.Values.Where(s => s.Parent is not null).ToLookup(s => s.Parent!, s => s.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<ResourceSnapshot> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _order.Select(n => _snapshots[n])];
            }
        }
    }

    public ResourceSnapshot? Find(string name)
    {
        lock (_gate)
        {
            return _snapshots.GetValueOrDefault(name);
        }
    }

    /// <summary>Replaces a resource's snapshot; its children follow in state and health.</summary>
    public void Update(string name, Func<ResourceSnapshot, ResourceSnapshot> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            var before = _snapshots[name];
            var after = change(before);
            if (ReferenceEquals(before, after))
            {
                return;
            }

            after = after with { Commands = ResourceSnapshots.CommandsOf(after), Version = ++_version };
            _snapshots[name] = after;
            foreach (var child in _children[name])
            {
                _snapshots[child] = _snapshots[child] with
                {
                    State = after.State,
                    Health = after.Health,
                    Reason = after.State is ResourceStates.Absent or ResourceStates.Failed or ResourceStates.FailedToStart ? $"{name}: {after.Reason}" : null,
                    StartedAt = after.StartedAt,
                    WaitedMilliseconds = after.WaitedMilliseconds,
                    StartMilliseconds = after.StartMilliseconds,
                    Version = ++_version,
                };
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>A task that ends with the next change of any resource. Take it before reading.</summary>
    public Task NextChange()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    public async IAsyncEnumerable<ResourceSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = -1L;
        while (true)
        {
            var changed = NextChange();
            var fresh = All.Where(s => s.Version > seen).ToList();
            foreach (var snapshot in fresh)
            {
                yield return snapshot;
            }

            seen = fresh.Count == 0 ? seen : Math.Max(seen, fresh.Max(s => s.Version));
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
}
