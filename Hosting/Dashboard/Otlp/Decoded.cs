namespace LocalAi.Hosting.Dashboard.Otlp;

/// <summary>What one request carried.</summary>
/// <param name="Entries">Accepted records, spans or points.</param>
/// <param name="Rejected">How many could not be accepted.</param>
/// <param name="Reason">Why, for the sender's log; null when none was rejected.</param>
internal sealed record Decoded<T>(IReadOnlyList<T> Entries, int Rejected = 0, string? Reason = null);
