using LocalAi.AgentApi.Rhythm.Leadership;
using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Loop;

/// <param name="Request">What was planned from.</param>
/// <param name="Plan">What was decided.</param>
/// <param name="Role">Leader, or Away when the database is.</param>
/// <param name="Epoch">Epoch of the lead.</param>
internal sealed record PublishedPlan(PlanRequest Request, Plan Plan, LeaderRole Role, long Epoch);
