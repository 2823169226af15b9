namespace LocalAi.AgentApi.Rhythm.Planning;

/// <summary>A run wanted before its time.</summary>
/// <param name="Reason">Shown to the user: <c>CPU over 80 % for 60 s</c>, <c>asked for by mina</c>.</param>
/// <param name="IsManual">A person's wish also overrides pause, dependencies and load; an event's does not.</param>
internal sealed record RunRequest(string Reason, bool IsManual);
