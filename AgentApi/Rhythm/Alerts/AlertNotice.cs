namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <summary>What is told about a change of an alert; it holds no private data.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Subject">A service, a task, a watcher, or nothing for the machine.</param>
/// <param name="Severity">warning or critical.</param>
/// <param name="State">firing or resolved.</param>
/// <param name="Title">One sentence.</param>
/// <param name="At">When it changed.</param>
internal sealed record AlertNotice(long Id, string Rule, string Subject, string Severity, string State, string Title, DateTimeOffset At);
