namespace LocalAi.AgentApi.Watchers;

/// <summary>
/// What holds now, by key; in memory, because every watcher says it again after a restart. At most 500: when it is full the mildest goes,
/// among those the oldest.
/// </summary>
internal sealed class FindingBoard : IFindings
{
    public const int Most = 500;
    private const int LongestKey = 200;
    private const int LongestTitle = 200;
    private const int LongestDetail = 2000;
    private const int LongestFix = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Grows with every change that can be seen.</summary>
    public long Version { get; private set; }

    public void Report(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        lock (_lock)
        {
            if (Put(finding))
            {
                Signal();
            }
        }
    }

    public void Clear(string key)
    {
        lock (_lock)
        {
            if (_findings.Remove(Cut(key, LongestKey)))
            {
                Signal();
            }
        }
    }

    public void Renew(string prefix, IReadOnlyCollection<Finding> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        lock (_lock)
        {
            var kept = all.Select(f => Cut(f.Key, LongestKey)).ToHashSet(StringComparer.Ordinal);
            var changed = false;
            foreach (var key in _findings.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && !kept.Contains(k)).ToList())
            {
                changed |= _findings.Remove(key);
            }

            foreach (var finding in all)
            {
                changed |= Put(finding);
            }

            if (changed)
            {
                Signal();
            }
        }
    }

    /// <summary>What holds, the most severe first, then the oldest.</summary>
    public IReadOnlyList<Finding> Snapshot()
    {
        lock (_lock)
        {
            return [.. _findings.Values.OrderByDescending(f => f.Severity).ThenBy(f => f.Since).ThenBy(f => f.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>Completes when <see cref="Version"/> is no longer <paramref name="seen"/>; at once when it already is not.</summary>
    public Task ChangedAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Version != seen ? Task.CompletedTask : _changed.Task.WaitAsync(cancellationToken);
        }
    }

    private bool Put(Finding finding)
    {
        var cut = finding with
        {
            Key = Cut(finding.Key, LongestKey),
            Title = Cut(finding.Title, LongestTitle),
            Detail = Cut(finding.Detail, LongestDetail),
            Fix = Cut(finding.Fix, LongestFix),
        };
        if (_findings.TryGetValue(cut.Key, out var before))
        {
            cut = cut with { Since = before.Since };
            if (cut == before)
            {
                return false;
            }
        }
        else if (_findings.Count == Most)
        {
            var mildest = _findings.Values.OrderBy(f => f.Severity).ThenBy(f => f.Since).First();
            if (mildest.Severity > cut.Severity)
            {
                return false;
            }

            _findings.Remove(mildest.Key);
        }

        _findings[cut.Key] = cut;
        return true;
    }

    private void Signal()
    {
        Version++;
        _changed.SetResult();
        _changed = NewSignal();
    }

    // Who waits must not run inside the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
