using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <summary>The last plan of this node, for the API and the page.</summary>
internal sealed class RhythmView
{
    private volatile PublishedPlan? _last;

    public PublishedPlan? Last => _last;

    public void Publish(PlanRequest request, Plan plan, LeaderRole role, long epoch) =>
        // The loop goes on changing its states: the reader gets a copy.
        _last = new PublishedPlan(request with { States = new Dictionary<string, TaskState>(request.States) }, plan, role, epoch);
}
