namespace LocalAi.AgentApi.Rhythm.Planning;

internal enum DecisionKind
{
    /// <summary>Start it now.</summary>
    Run,

    /// <summary>Not due, or something it needs is missing; it stays next in line.</summary>
    Wait,

    /// <summary>Due, but the load policy holds it back.</summary>
    Skip,
}
