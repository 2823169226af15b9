namespace LocalAi.AgentApi.Audit;

/// <summary>A record to write, or a signal to give once everything before it is written.</summary>
internal readonly record struct AuditEvent(AuditRecord? Record, TaskCompletionSource? Written);
