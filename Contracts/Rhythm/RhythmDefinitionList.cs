namespace LocalAi.Contracts.Rhythm;

/// <summary><c>GET /rhythm/definitions</c>.</summary>
/// <param name="Tasks">At most 500, in the order of their names.</param>
public sealed record RhythmDefinitionList(IReadOnlyList<RhythmTaskDefinition> Tasks);
