using System.Collections.Concurrent;
using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>The last plan and the last runs of this node, for the API and the page.</summary>
internal sealed class RhythmView
{
    private const int MostRuns = 200;

    private readonly ConcurrentQueue<RunOutcome> _runs = new();
    private volatile PublishedPlan? _last;

    public PublishedPlan? Last => _last;

    public HeldBackTally HeldBack { get; } = new();

    /// <summary>Runs of this process, newest first: what there is while the database is away.</summary>
    public IReadOnlyList<RunOutcome> Runs => [.. _runs.Reverse()];

    public void Publish(PlanRequest request, Plan plan, LeaderRole role, long epoch)
    {
        // The loop goes on changing its states: the reader gets a copy.
        _last = new PublishedPlan(request with { States = new Dictionary<string, TaskState>(request.States) }, plan, role, epoch);
        HeldBack.Add(plan, request.Now);
    }

    public void Remember(RunOutcome outcome)
    {
        _runs.Enqueue(outcome);
        if (_runs.Count > MostRuns)
        {
            _runs.TryDequeue(out _);
        }
    }
}
