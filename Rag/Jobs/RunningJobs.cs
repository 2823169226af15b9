using System.Collections.Concurrent;

namespace LocalAi.Rag.Jobs;

/// <summary>The jobs this process is running, so that watchers see every step and a cancel works at once.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, RunningJob> _jobs = [];

    public Guid[] Ids => [.. _jobs.Keys];

    public int Count => _jobs.Count;

    public JobTracker? Get(Guid id) => _jobs.GetValueOrDefault(id)?.Tracker;

    public void Add(JobTracker tracker, CancellationTokenSource stop) => _jobs[tracker.Id] = new RunningJob(tracker, stop);

    public void Remove(Guid id) => _jobs.TryRemove(id, out _);

    /// <summary>Stops the job when it runs here.</summary>
    public void Cancel(Guid id)
    {
        if (_jobs.TryGetValue(id, out var job))
        {
            job.Cancel();
        }
    }

    public void CancelCollection(string collection)
    {
        foreach (var job in _jobs.Values.Where(j => j.Tracker.Snapshot().Collection == collection))
        {
            job.Cancel();
        }
    }

    private sealed record RunningJob(JobTracker Tracker, CancellationTokenSource Stop)
    {
        public void Cancel()
        {
            try
            {
                Stop.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }
    }
}
