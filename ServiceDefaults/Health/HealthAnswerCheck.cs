namespace LocalAi.ServiceDefaults.Health;

internal sealed record HealthAnswerCheck(string Status, string? Detail, IReadOnlyDictionary<string, object>? Data);
