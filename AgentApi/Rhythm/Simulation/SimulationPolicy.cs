using LocalAi.AgentApi.Rhythm.Planning;

namespace LocalAi.AgentApi.Rhythm.Simulation;

/// <summary>What decides in a simulation: the planner under a load policy, or the 42 timers it replaces.</summary>
/// <param name="Name">Shown in the table.</param>
/// <param name="Load">The planner's policy; null for independent timers.</param>
/// <param name="Loops">Endless loops beside the timers, one core each.</param>
/// <param name="Learns">Whether the profile of week 1 is used in week 2.</param>
/// <param name="HasTimeouts">Whether a run that hangs is ended.</param>
internal sealed record SimulationPolicy(string Name, LoadPolicy? Load, int Loops = 0, bool Learns = false, bool HasTimeouts = false)
{
    public static IReadOnlyList<SimulationPolicy> All { get; } =
    [
        new("42 timers + 4 loops", null, Loops: 4),
        new("42 timers", null),
        new("literal rule", LoadPolicy.Literal),
        new("steady, not learned", LoadPolicy.Steady, HasTimeouts: true),
        new("steady", LoadPolicy.Steady, Learns: true, HasTimeouts: true),
    ];
}
