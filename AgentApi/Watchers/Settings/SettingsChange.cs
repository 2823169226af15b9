namespace LocalAi.AgentApi.Watchers.Settings;

/// <summary>One value that could be better on this machine.</summary>
/// <param name="Key">Where it stands: <c>developer.jitModelTTL.ttlSeconds</c>, <c>wsl2.memory</c>.</param>
/// <param name="Current">As it is written, or null where the program uses its own default.</param>
/// <param name="Recommended">As it would be written.</param>
/// <param name="Reason">Why, in one sentence.</param>
internal sealed record SettingsChange(string Key, string? Current, string Recommended, string Reason);
