namespace LocalAi.AgentApi.Rhythm.Tasks;

/// <param name="Task">What was held back.</param>
/// <param name="Reason">Why, the last time.</param>
/// <param name="Times">How often.</param>
/// <param name="Minutes">For how long, all times together.</param>
internal sealed record HeldBack(string Task, string Reason, int Times, double Minutes);
