using LocalAi.AgentApi.Rhythm;
using LocalAi.AgentApi.Rhythm.Loop;
using LocalAi.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Watchers.Junk;

/// <summary>Makes plans, keeps the last ones for a person to look at, and carries one out at a time.</summary>
internal sealed class JunkDesk(JunkRules rules, RhythmClock clock, IOptions<RhythmOptions> options) : IDisposable
{
    private const int MostPlans = 8;
    private const int MostKept = 100;

    private static readonly TimeSpan PlanAge = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly List<JunkPlan> _plans = [];
    private readonly SemaphoreSlim _one = new(1, 1);

    public bool IsEnabled => options.Value.Junk.Enabled;

    /// <summary>What would be deleted now: the oldest first, up to the limits of one run. Nothing is deleted by asking.</summary>
    public JunkPlan Plan(CancellationToken cancellationToken)
    {
        var limits = options.Value.Junk;
        var now = clock.Now;
        var groups = IsSupported ? rules.All.SelectMany(r => JunkScan.Find(r, now, cancellationToken)).ToList() : [];
        var items = new List<JunkItem>();
        var (bytes, files, hasMore) = (0L, 0, false);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(g => g[0].ModifiedAt).Where(g => seen.Add(g[0].FullPath)))
        {
            var (more, moreFiles) = (group.Sum(i => i.Bytes), group.Count(i => !i.IsFolder));
            if (bytes + more > (long)limits.MaxMb << 20 || files + moreFiles > limits.MaxFiles)
            {
                hasMore = true;
                continue;
            }

            (bytes, files) = (bytes + more, files + moreFiles);
            items.AddRange(group);
        }

        var plan = new JunkPlan(Guid.NewGuid().ToString("N"), now, items, hasMore);
        lock (_gate)
        {
            _plans.RemoveAll(p => now - p.At > PlanAge);
            if (_plans.Count == MostPlans)
            {
                _plans.RemoveAt(0);
            }

            _plans.Add(plan);
        }

        return plan;
    }

    /// <summary>A plan of the last quarter of an hour, or null.</summary>
    public JunkPlan? Find(string id)
    {
        lock (_gate)
        {
            return _plans.Find(p => p.Id == id && clock.Now - p.At <= PlanAge);
        }
    }

    /// <summary>Deletes what the plan lists and nothing else.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="mayAct">Asked right before each deletion: false stops.</param>
    /// <param name="cancellationToken">Ends it; what is deleted stays deleted.</param>
    /// <exception cref="RequestProblemException">Another cleaning runs.</exception>
    public async Task<JunkResult> CleanAsync(JunkPlan plan, Func<CancellationToken, Task<bool>> mayAct, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new RequestProblemException(StatusCodes.Status409Conflict, "Junk is being cleaned already: try again in a minute.") { Code = "junk_busy" };
        }

        try
        {
            var kept = new List<JunkKept>();
            var (files, bytes) = (0, 0L);
            foreach (var item in plan.Items)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!await mayAct(cancellationToken))
                {
                    return new JunkResult(files, bytes, kept, Stopped: true);
                }

                if (JunkDeletion.Delete(item) is { } reason)
                {
                    if (kept.Count < MostKept)
                    {
                        kept.Add(new JunkKept(item.FullPath, reason));
                    }
                }
                else if (!item.IsFolder)
                {
                    (files, bytes) = (files + 1, bytes + item.Bytes);
                }
            }

            return new JunkResult(files, bytes, kept, Stopped: false);
        }
        finally
        {
            _one.Release();
            lock (_gate)
            {
                _plans.Remove(plan);
            }
        }
    }

    public void Dispose() => _one.Dispose();

    private static bool IsSupported => Workspaces.WorkspaceFiles.IsSupported;
}
