namespace LocalAi.Gateway.Limits;

/// <param name="Limit">A stable word for the limit.</param>
/// <param name="Text">The limit in words.</param>
/// <param name="RetryAfter">When it lets the caller pass again.</param>
internal sealed record Refusal(string Limit, string Text, TimeSpan RetryAfter);
