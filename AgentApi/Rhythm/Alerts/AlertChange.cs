namespace LocalAi.AgentApi.Rhythm.Alerts;

/// <param name="Rule">The rule.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Fires">True when the alert begins, false when it ends.</param>
/// <param name="Reading">The measure that decided; null when the thing is no longer measured.</param>
internal sealed record AlertChange(string Rule, string Subject, bool Fires, AlertReading? Reading);
