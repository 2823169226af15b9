namespace LocalAi.AgentApi.Watchers.Reports;

/// <param name="Done">True when it was done.</param>
/// <param name="Text">What was done, or why not.</param>
internal sealed record ActOutcome(bool Done, string Text);
