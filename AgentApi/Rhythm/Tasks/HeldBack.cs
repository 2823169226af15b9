namespace LocalAi.AgentApi.Rhythm.Tasks;

internal sealed record HeldBack(string Task, string Reason);
