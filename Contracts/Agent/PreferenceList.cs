namespace LocalAi.Contracts.Agent;

/// <summary><c>GET /preferences</c>, by name; at most 100.</summary>
public sealed record PreferenceList(IReadOnlyList<PreferenceEntry> Preferences);
