namespace LocalAi.ServiceDefaults.Health;

/// <param name="Status">ok, degraded or unavailable: the worst of the checks.</param>
/// <param name="Checks">Each check by name.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, HealthAnswerCheck> Checks);
