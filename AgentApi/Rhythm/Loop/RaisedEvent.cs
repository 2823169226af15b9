namespace LocalAi.AgentApi.Rhythm.Loop;

/// <param name="Task">The task that becomes due.</param>
/// <param name="Reason">Why, with the numbers.</param>
internal sealed record RaisedEvent(string Task, string Reason);
